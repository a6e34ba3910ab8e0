// A toast goes by itself, later when it offers an undo, and not while it is pointed at or focused.
// ⌘Z presses the undo of the last one.
import { isTyping, on, onHtmx } from "../dom"
import type { Island } from "../islands"

const SHORT = 5_000
const WITH_UNDO = 12_000

export const toast: Island = (element, signal) => {
  const undo = element.querySelector<HTMLButtonElement>("[data-undo]")
  if (undo && isSaid(undo)) {
    element.remove()
    return
  }
  let timer = 0
  const hold = () => clearTimeout(timer)
  const go = () => {
    hold()
    timer = window.setTimeout(() => element.remove(), undo ? WITH_UNDO : SHORT)
  }
  for (const type of ["pointerenter", "focusin"]) element.addEventListener(type, hold, { signal })
  for (const type of ["pointerleave", "focusout"]) element.addEventListener(type, go, { signal })
  on(element, "click", "[data-close]", () => element.remove(), signal)
  undo?.addEventListener("click", hold, { signal })
  undo?.addEventListener("htmx:finally:request", () => element.remove(), { signal })
  document.addEventListener("keydown", (event) => {
    const isUndo = event.key === "z" && (event.metaKey || event.ctrlKey) && !event.shiftKey
    if (!isUndo || isTyping(event) || event.defaultPrevented || !undo || !isLast(element)) return
    event.preventDefault()
    undo.click()
  }, { signal })
  signal.addEventListener("abort", hold)
  go()
}

/** Whether a toast stands already that takes the same back: the end of a job is told as often as its page asks. */
function isSaid(undo: HTMLElement): boolean {
  const all = document.querySelectorAll(".toasts [data-undo]")
  return [...all].some((other) => other !== undo && other.getAttribute("hx-post") === undo.getAttribute("hx-post"))
}

function isLast(element: HTMLElement): boolean {
  return [...document.querySelectorAll(".toasts [data-undo]")].at(-1)?.closest(".snack") === element
}

/** What the server could not say itself: it failed, it is not reached, or it refused a fragment with a whole page. */
export function failures(): void {
  // fetch tells of a lost connection by a TypeError
  onHtmx("htmx:error", ({ ctx, error }) => {
    say(error instanceof TypeError || ctx?.request.signal.reason === "timeout" ? "offline" : "failed")
  })
  onHtmx("htmx:response:error", ({ ctx }) => {
    if ((ctx.response?.status ?? 0) >= 500) say("failed")
  })
  onHtmx("htmx:before:swap", ({ ctx }, event) => {
    const isRefusal = (ctx.response?.status ?? 0) >= 400 && /^\s*<!doctype/i.test(ctx.text ?? "")
    if (!isRefusal || ctx.target?.id === "sheet") return
    event.preventDefault()
    say("refused")
  })
}

export function say(what: "offline" | "failed" | "refused"): void {
  const region = document.getElementById("toasts")
  const text = region?.dataset[what]
  if (!region || !text || [...region.children].some((other) => other.textContent === text)) return
  const snack = document.createElement("div")
  snack.className = "snack bad"
  snack.dataset.island = "toast"
  snack.append(Object.assign(document.createElement("span"), { textContent: text }))
  region.append(snack)
}
