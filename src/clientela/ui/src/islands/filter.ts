// The popover of a condition: typing narrows [data-offer] entries, arrows and Enter choose among them; choosing a
// comparison shows the input that fits it ([data-when] = the option's data-shape). Closes when its form has been taken.
import { on, onHtmx } from "../dom"
import type { Island } from "../islands"

export const filter: Island = (box, signal) => {
  const offers = (): HTMLElement[] => [...box.querySelectorAll<HTMLElement>("[data-offer]:not([hidden])")]

  on(box, "input", "[data-narrow]", (input) => narrow(box, (input as HTMLInputElement).value), signal)
  on(box, "click", "a[data-offer]", () => box.hidePopover(), signal)
  on(box, "keydown", "[data-narrow], button[data-offer], a[data-offer]", (element, event) => {
    const list = offers()
    const at = list.indexOf(element)
    if (event.key === "ArrowDown") target(list[at + 1] ?? list[0])?.focus()
    else if (event.key === "ArrowUp") (target(list[at - 1]) ?? box.querySelector<HTMLElement>("[data-narrow]"))?.focus()
    else if (event.key === "Enter" && at < 0) target(list[0])?.click()
    else return
    event.preventDefault()
  }, signal)
  on(box, "change", "select[name=op]", (select) => fit(box, select as HTMLSelectElement), signal)
  onHtmx("htmx:after:swap", () => {
    const select = box.querySelector<HTMLSelectElement>("select[name=op]")
    if (select) fit(box, select)
    if (box.matches(":popover-open") && !box.contains(document.activeElement)) first(box)?.focus()
  }, signal)
  // The list behind changes: what was chosen is now a chip in the sentence.
  document.addEventListener("visit", () => box.matches(":popover-open") && box.hidePopover(), { signal })
  document.addEventListener("keydown", (event) => {
    const isTyping = (event.target as Element).closest("input:not([type=checkbox]), textarea, select")
    if (event.key !== "f" || isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal")) return
    event.preventDefault()
    document.getElementById("add-filter")?.click()
  }, { signal })
}

/** What takes the focus of an entry: itself, or the box of its label. */
function target(offer: HTMLElement | undefined): HTMLElement | undefined {
  return offer?.querySelector<HTMLElement>("input") ?? offer
}

function first(box: HTMLElement): HTMLElement | null {
  return box.querySelector<HTMLElement>("[data-narrow], [data-when]:not([hidden]) :is(input:not([type=hidden]), select)")
}

function fit(box: HTMLElement, select: HTMLSelectElement): void {
  const shape = select.selectedOptions[0]?.dataset.shape
  for (const part of box.querySelectorAll<HTMLElement>("[data-when]")) {
    part.hidden = part.dataset.when !== shape
    for (const input of part.querySelectorAll<HTMLInputElement>("input, select")) input.disabled = part.hidden
  }
}

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

function narrow(box: HTMLElement, text: string): void {
  const words = fold(text).split(/\s+/).filter(Boolean)
  for (const offer of box.querySelectorAll<HTMLElement>("[data-offer]")) {
    const name = fold(offer.textContent ?? "")
    // What is offered for its value only would be a long list before anything is typed.
    offer.hidden = !words.every((word) => name.includes(word)) || ("whenTyped" in offer.dataset && !words.length)
  }
  for (const group of box.querySelectorAll<HTMLElement>("[role=group]")) {
    group.hidden = !group.querySelector("[data-offer]:not([hidden])")
  }
  const none = box.querySelector<HTMLElement>("[data-none]")
  if (none) none.hidden = Boolean(box.querySelector("[data-offer]:not([hidden])"))
}
