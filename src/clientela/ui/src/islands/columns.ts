// The column chooser: <ul class="columns" data-island="columns"> of <li> with a .grip (a button) and a checkbox, inside
// a form that is sent on "change" (hx-trigger="change"). Dragging the grip or alt-arrows on it changes the order.
import { on } from "../dom"
import type { Island } from "../islands"

export const columns: Island = (list, signal) => {
  const changed = () => list.dispatchEvent(new Event("change", { bubbles: true }))
  on(list, "keydown", ".grip", (grip, event) => {
    const item = grip.closest("li")
    if (!item || !["ArrowUp", "ArrowDown"].includes(event.key)) return
    event.preventDefault()
    if (event.key === "ArrowUp") item.previousElementSibling?.before(item)
    else item.nextElementSibling?.after(item)
    grip.focus()
    changed()
  }, signal)
  on(list, "pointerdown", ".grip", (grip, event) => {
    const item = grip.closest("li")
    event.preventDefault()
    if (item && event.button === 0) drag(list, item, changed)
  }, signal)
}

function drag(list: HTMLElement, item: HTMLElement, done: () => void): void {
  const order = () => [...list.children].indexOf(item)
  const began = order()
  const stop = new AbortController()
  const { signal } = stop
  item.setAttribute("data-is-drag", "")
  // The document listens: an element that moves in the page loses the pointer it had captured.
  document.addEventListener("pointermove", (event) => {
    const over = document.elementFromPoint(list.getBoundingClientRect().left + 8, event.clientY)?.closest("li")
    if (!over || over === item || over.parentElement !== list) return
    const { top, height } = over.getBoundingClientRect()
    if (event.clientY < top + height / 2) over.before(item)
    else over.after(item)
  }, { signal })
  const end = () => {
    stop.abort()
    item.removeAttribute("data-is-drag")
    if (order() !== began) done()
  }
  document.addEventListener("pointerup", end, { signal })
  document.addEventListener("pointercancel", end, { signal })
}
