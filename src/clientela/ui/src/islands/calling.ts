// One call: the script goes from answer to answer, a digit says what it came to, c dials, u takes the call before back.
// When the page is left the customer is let go at once, so that a colleague need not wait for the lease to run out.
import { ajax, csrfToken, isShortcut, on } from "../dom"
import type { Island } from "../islands"

type Said = { step: string; answer: string; from: string }

export const calling: Island = (box, signal) => {
  const said: Said[] = []
  const at = box.querySelector<HTMLInputElement>("[data-back-at]")
  on(box, "click", "[data-answer]", (button) => {
    const from = button.closest<HTMLElement>("[data-step]")
    if (!from) return
    said.push({ step: from.dataset.step ?? "", answer: button.dataset.answer ?? "", from: from.id })
    show(box, button.dataset.next ?? "", said)
  }, signal)
  on(box, "click", "[data-back]", () => show(box, said.pop()?.from ?? "", said), signal)
  on(box, "click", "[data-dial]", (link, event) => {
    event.preventDefault()
    void ajax("POST", link.dataset.dial ?? "", { target: link, source: link, swap: "none" })
  }, signal)
  box.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-agreed]")
    if (!button || !at || at.value.trim()) return
    // A call-back needs its moment first.
    event.preventDefault()
    event.stopImmediatePropagation()
    at.focus()
  }, { signal, capture: true })
  on(box, "keydown", "[data-back-at]", (_input, event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    box.querySelector<HTMLElement>("[data-agreed]")?.click()
  }, signal)
  document.addEventListener("dial", (event) => {
    const { href } = (event as CustomEvent<{ href?: string }>).detail
    if (href) location.href = href
  }, { signal })
  document.addEventListener("keydown", (event) => {
    const press = isShortcut(event) ? keyed(box, event.key) : null
    if (!press) return
    event.preventDefault()
    press.click()
  }, { signal })
  signal.addEventListener("abort", () => release(box))
  addEventListener("pagehide", () => release(box), { signal })
}

function keyed(box: HTMLElement, key: string): HTMLElement | null {
  if (/^[1-9]$/.test(key)) return box.querySelector<HTMLElement>(`[data-key="${key}"]`)
  if (key === "c") return box.querySelector<HTMLElement>("[data-dial]")
  return key === "u" ? box.querySelector<HTMLElement>("[data-undo]") : null
}

/** The step with this id, or the end of the script; what was answered goes along with the outcome. */
function show(box: HTMLElement, id: string, said: Said[]): void {
  const steps = [...box.querySelectorAll<HTMLElement>("[data-step]")]
  for (const step of steps) step.hidden = step.id !== id
  const shown = steps.find((step) => !step.hidden)
  shown?.focus()
  for (const end of box.querySelectorAll<HTMLElement>("[data-end]")) end.hidden = Boolean(shown)
  for (const back of box.querySelectorAll<HTMLElement>("[data-back]")) back.hidden = said.length === 0
  for (const path of box.querySelectorAll("[data-path]")) path.textContent = said.map((one) => one.answer).join(" › ")
  const answers = box.querySelector<HTMLInputElement>("[data-answers]")
  if (answers) answers.value = JSON.stringify(said.map(({ step, answer }) => ({ step, answer })))
}

function release(box: HTMLElement): void {
  const url = box.dataset.release
  if (url) void fetch(url, { method: "POST", keepalive: true, headers: { "X-CSRFToken": csrfToken() } })
}
