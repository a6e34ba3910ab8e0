// Reading during a call: o goes to the objections and what is typed narrows them (Enter opens the first), u says
// "I used this" where there is one such button and goes from one to the next where there are several.
import { isShortcut, on } from "../dom"
import type { Island } from "../islands"

export const reader: Island = (box, signal) => {
  const narrowing = box.querySelector<HTMLInputElement>("[data-narrow]")
  on(box, "click", "[data-print]", () => window.print(), signal)
  on(box, "input", "[data-narrow]", (input) => narrow(box, (input as HTMLInputElement).value), signal)
  on(box, "keydown", "[data-narrow]", (_input, event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    const first = box.querySelector<HTMLDetailsElement>("details[data-offer]:not([hidden])")
    if (first) first.open = true
    first?.querySelector("summary")?.focus()
  }, signal)
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event)) return
    if (event.key === "o" && narrowing) narrowing.focus()
    else if (event.key === "u") use(box)
    else return
    event.preventDefault()
  }, { signal })
  addEventListener("hashchange", () => show(box), { signal })
  show(box)
}

function use(box: HTMLElement): void {
  const buttons = [...box.querySelectorAll<HTMLElement>("[data-use]")]
  const at = buttons.indexOf(document.activeElement as HTMLElement)
  if (buttons.length === 1) buttons[0]?.click()
  else buttons[(at + 1) % buttons.length]?.focus()
}

/** The passage that the address names: its answer is opened and brought into view. */
function show(box: HTMLElement): void {
  const named = location.hash ? box.querySelector<HTMLElement>(`[id="${CSS.escape(location.hash.slice(1))}"]`) : null
  const folded = named?.closest("details")
  if (folded) folded.open = true
  ;(folded ?? named)?.scrollIntoView({ block: "start" })
}

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

function narrow(box: HTMLElement, text: string): void {
  const words = fold(text).split(/\s+/).filter(Boolean)
  for (const offer of box.querySelectorAll<HTMLElement>("[data-offer]")) {
    const said = fold(offer.textContent ?? "")
    offer.hidden = !words.every((word) => said.includes(word))
  }
  const none = box.querySelector<HTMLElement>("[data-none]")
  if (none) none.hidden = Boolean(box.querySelector("[data-offer]:not([hidden])"))
}
