// My day: j/k (or the arrows) walk over all [data-row] of the page, Enter opens, and any other key presses what the row
// under the cursor offers for it ([data-key]). After an act the page is morphed: the cursor stays at its place.
import { isShortcut, on, onHtmx } from "../dom"
import type { Island } from "../islands"

const CURSOR = "data-is-cursor"

export const day: Island = (page, signal) => {
  let at = -1
  const all = () => [...page.querySelectorAll<HTMLElement>("[data-row]")]
  const put = (index: number, focus: boolean) => {
    const rows = all()
    for (const row of rows) row.removeAttribute(CURSOR)
    at = Math.min(Math.max(index, 0), rows.length - 1)
    const row = rows[at]
    if (!row) return
    row.setAttribute(CURSOR, "")
    if (!focus) return
    row.querySelector<HTMLElement>("a")?.focus({ preventScroll: true })
    row.scrollIntoView({ block: "nearest" })
  }
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event)) return
    const key = event.key.toLowerCase()
    if (key === "j" || (key === "arrowdown" && at >= 0)) put(at + 1, true)
    else if (key === "k" || (key === "arrowup" && at >= 0)) put(at - 1, true)
    else if (!press(all()[at], key)) return
    event.preventDefault()
  }, { signal })
  on(page, "focusin", "[data-row]", (row) => put(all().indexOf(row), false), signal)
  on(page, "keydown", "details.day-ask", (ask, event) => {
    if (event.key !== "Escape") return
    ask.removeAttribute("open")
    ask.querySelector<HTMLElement>("summary")?.focus()
  }, signal)
  onHtmx("htmx:after:settle", () => at >= 0 && put(at, document.activeElement === document.body), signal)
}

/** Do what the row offers at a key; a form that asks something opens with its first input ready. */
function press(row: HTMLElement | undefined, key: string): boolean {
  const offered = key.length === 1 ? row?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) : null
  if (!offered) return false
  offered.click()
  const ask = offered.closest<HTMLDetailsElement>("details")
  if (ask?.open) ask.querySelector<HTMLInputElement>("input:not([type=hidden])")?.focus()
  return true
}
