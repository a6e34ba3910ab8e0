// <dialog data-island="dialog">: put into #overlay it opens itself, and is thrown away when closed; with data-stays it
// is part of the page. Closed by Escape, [data-close], the backdrop (unless something was typed), and by the event
// "leave" that follows a save.
import { on } from "../dom"
import type { Island } from "../islands"

export const dialog: Island = (element, signal) => {
  const box = element as HTMLDialogElement
  const stays = "stays" in box.dataset
  const before = document.activeElement as HTMLElement | null
  const form = () => box.querySelector("form")
  let isTouched = false

  on(box, "click", "[data-close]", (_, event) => {
    event.preventDefault()
    event.stopPropagation()
    box.close()
  }, signal)
  box.addEventListener("input", () => (isTouched = true), { signal })
  // A click that begins inside, to mark text, and ends on the backdrop must not close.
  let pressed: EventTarget | null = null
  box.addEventListener("pointerdown", (event) => (pressed = event.target), { signal })
  box.addEventListener("click", (event) => {
    if (event.target === box && pressed === box && !isTouched) box.close()
  }, { signal })
  box.addEventListener("close", () => {
    if (stays) return
    box.remove()
    if (before?.isConnected) before.focus({ preventScroll: true })
  }, { signal })
  document.addEventListener("leave", () => box.close(), { signal })
  if (!stays && !box.open) {
    box.showModal()
    form()?.querySelector<HTMLElement>("[autofocus], [aria-invalid=true], input:not([type=hidden]), select, textarea")?.focus()
  }
}
