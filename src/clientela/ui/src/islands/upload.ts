// A drop zone: <form data-island="upload" enctype="multipart/form-data"> with .drop, a file input and [data-progress]
// (a <progress max=100> and a <span>). A chosen or dropped file is sent at once; the answer is swapped like any htmx
// response (data-target, #sheet by default), or followed when the server redirected or said "visit". What is larger than
// data-limit (MB) is not sent at all: [data-problem] says data-too-big. Without script the form just posts.
import htmx from "htmx.org"
import { csrfToken, on, sheet } from "../dom"
import type { Island } from "../islands"
import { say } from "./toast"
import { visit } from "./travel"

export const upload: Island = (element, signal) => {
  const form = element as HTMLFormElement
  const zone = form.querySelector<HTMLElement>(".drop")
  const input = form.querySelector<HTMLInputElement>("input[type=file]")
  const over = (state: boolean) => zone?.toggleAttribute("data-is-over", state)
  for (const type of ["dragenter", "dragover"] as const) {
    form.addEventListener(type, (event) => {
      event.preventDefault()
      over(true)
    }, { signal })
  }
  form.addEventListener("dragleave", (event) => form.contains(event.relatedTarget as Node) || over(false), { signal })
  form.addEventListener("drop", (event) => {
    event.preventDefault()
    over(false)
    if (!input || !event.dataTransfer?.files.length) return
    input.files = event.dataTransfer.files
    send(form, signal)
  }, { signal })
  on(form, "change", "input[type=file]", () => send(form, signal), signal)
}

function isTooBig(form: HTMLFormElement): boolean {
  const most = Number(form.dataset.limit ?? Infinity) * 2 ** 20
  return [...(form.querySelector<HTMLInputElement>("input[type=file]")?.files ?? [])].some((file) => file.size > most)
}

function complain(form: HTMLFormElement, text: string): void {
  const place = form.querySelector<HTMLElement>("[data-problem]")
  if (!place) return
  place.hidden = !text
  place.textContent = text
}

function send(form: HTMLFormElement, signal: AbortSignal): void {
  complain(form, isTooBig(form) ? form.dataset.tooBig ?? "" : "")
  if (isTooBig(form)) return
  const line = form.querySelector<HTMLElement>("[data-progress]")
  const bar = line?.querySelector("progress")
  const figure = line?.querySelector("span")
  const request = new XMLHttpRequest() // fetch cannot tell how much of a body has been sent
  request.open("POST", form.action)
  request.setRequestHeader("X-CSRFToken", csrfToken())
  request.setRequestHeader("HX-Request", "true")
  request.setRequestHeader("HX-Target", "main#sheet")
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const share = Math.floor((100 * loaded) / total)
    if (bar) bar.value = share
    if (figure) figure.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share / 100)
  })
  request.addEventListener("load", () => receive(form, request))
  request.addEventListener("error", () => say("offline"))
  request.addEventListener("loadend", () => line && (line.hidden = true))
  signal.addEventListener("abort", () => request.abort())
  if (line) line.hidden = false
  request.send(new FormData(form))
}

function receive(form: HTMLFormElement, request: XMLHttpRequest): void {
  if (request.status >= 500) return say("failed")
  // The server in front of the application refuses it in a few words, without a page.
  const isPage = /^\s*<|^$/.test(request.responseText)
  if (!isPage) return complain(form, form.dataset.tooBig ?? "")
  const told = request.getResponseHeader("HX-Trigger")
  if (told) return visit((JSON.parse(told) as { visit: { href: string } }).visit.href)
  const landed = new URL(request.responseURL)
  const target = form.dataset.target ? document.querySelector(form.dataset.target) : sheet()
  if (landed.pathname !== new URL(form.action).pathname && target === sheet()) {
    return visit(landed.pathname + landed.search)
  }
  if (!target) return
  const isSheet = target === sheet()
  void htmx.swap({
    text: request.responseText,
    sourceElement: form,
    target,
    swap: isSheet ? "outerMorph" : "innerHTML",
    ...(isSheet ? { select: "#sheet" } : {}),
  })
}
