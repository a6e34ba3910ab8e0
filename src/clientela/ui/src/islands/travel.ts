// Following links without reloading the frame: how the sheet is swapped, where it was scrolled, what is read out.
// Server to browser, by the header HX-Trigger:
//   refresh                    fetch this page's sheet again and morph it
//   saved                      close the dialog that asked, then refresh
//   visit {"href": "/…"}       close the dialog that asked, then go there
import { ajax, csrfToken, onHtmx, sheet } from "../dom"

const scrolled = new Map<string, number>()
const here = () => location.pathname + location.search

export function travel(): void {
  onHtmx("htmx:config:request", ({ ctx }) => {
    if (ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = csrfToken()
    // Another page is put in fresh; the same page with another filter, sort or tab is morphed, so that focus stays.
    const path = new URL(ctx.request.action, location.href).pathname
    if (ctx.target === sheet() && path !== location.pathname) ctx.swap = "outerHTML"
  })
  onHtmx("htmx:before:request", ({ ctx }) => {
    if (ctx.target === sheet()) document.body.classList.add("going")
  })
  onHtmx("htmx:finally:request", () => document.body.classList.remove("going"))
  onHtmx("htmx:before:response", ({ ctx }, event) => leaveWhenSignedOut(ctx.response?.raw.url, event))
  keepPlace()
  answerServer()
}

function leaveWhenSignedOut(url: string | undefined, event: Event): void {
  const login = document.body.dataset.login
  if (!login || !url || new URL(url).pathname !== login) return
  event.preventDefault()
  location.href = `${login}?next=${encodeURIComponent(here())}`
}

function keepPlace(): void {
  let left = here()
  let returning = false
  onHtmx("htmx:before:history:update", () => {
    scrolled.set(here(), scroller()?.scrollTop ?? 0)
  })
  onHtmx("htmx:before:history:restore", () => {
    scrolled.set(left, scroller()?.scrollTop ?? 0)
    returning = true
  })
  onHtmx("htmx:after:settle", ({ task }) => {
    const isPage = (task.target as Element | null)?.id === "sheet"
    if (!isPage || here() === left) return
    const samePage = left.split("?")[0] === location.pathname
    left = here()
    if (returning) scroller()?.scrollTo({ top: scrolled.get(left) ?? 0 })
    returning = false
    if (!samePage) focusPage()
  })
}

/** A page scrolls as a whole unless it marks the part that does. */
function scroller(): HTMLElement | null {
  const part = document.querySelector<HTMLElement>("#sheet [data-scroll]")
  return part && getComputedStyle(part).overflowY !== "visible" ? part : sheet()
}

function focusPage(): void {
  const inside = sheet()?.contains(document.activeElement)
  if (!inside && !document.querySelector("dialog:modal")) sheet()?.focus({ preventScroll: true })
}

function answerServer(): void {
  document.addEventListener("refresh", refresh)
  document.addEventListener("saved", () => {
    document.dispatchEvent(new CustomEvent("leave"))
    refresh()
  })
  document.addEventListener("visit", (event) => {
    const { href } = (event as CustomEvent<{ href: string }>).detail
    document.dispatchEvent(new CustomEvent("leave"))
    visit(href)
  })
}

export function visit(href: string): void {
  const page = sheet()
  if (!page) location.href = href
  else void ajax("GET", href, { source: page, target: page, select: "#sheet", swap: "outerMorph", push: "true" })
}

export function refresh(): void {
  const page = sheet()
  if (page) void ajax("GET", here() + shownSoFar(page), { source: page, target: page, select: "#sheet", swap: "outerMorph" })
}

/** <div data-shown="feed" data-shown-count="li">: as many as were loaded by and by are asked for at once (…&feed=60). */
function shownSoFar(page: HTMLElement): string {
  const parts = [...page.querySelectorAll<HTMLElement>("[data-shown]")].map((part) => {
    return `${part.dataset.shown}=${part.querySelectorAll(part.dataset.shownCount ?? "li").length}`
  })
  return parts.length ? `${location.search ? "&" : "?"}${parts.join("&")}` : ""
}
