// Column widths: drag the end of a heading; with keys Alt-← and Alt-→ on the heading that is focused (or on its cells'
// column by the heading); a double click takes the delivered width again. Kept by POST column=, width= to data-widths-url.
import { ajax, debounced, on } from "../dom"
import type { Island } from "../islands"

const STEP = 16
const LEAST = 48
const MOST = 1000
const NAME = 220 // what the column that takes the rest must keep

export const widths: Island = (element, signal) => {
  const table = element as HTMLTableElement
  const heads = () => [...table.querySelectorAll<HTMLElement>("thead th")]
  const column = (head: HTMLElement) => table.querySelectorAll<HTMLElement>("colgroup col")[heads().indexOf(head)]
  const rtl = document.documentElement.dir === "rtl" ? -1 : 1
  const waiting = new Map<string, string>()
  const send = debounced(400, () => {
    for (const [key, width] of waiting) {
      void ajax("POST", table.dataset.widthsUrl ?? "", { source: table, target: table, swap: "none", values: { column: key, width } })
    }
    waiting.clear()
  })
  const put = (head: HTMLElement, width: number) => {
    const col = column(head)
    if (!col?.dataset.column) return
    const pixels = String(Math.round(Math.min(Math.max(width, LEAST), MOST)))
    col.setAttribute("width", pixels)
    col.removeAttribute("class")
    waiting.set(col.dataset.column, pixels)
    fit(table)
    send()
  }

  for (const head of heads().slice(1)) {
    if (head.querySelector(".th-edge")) continue
    const edge = document.createElement("span")
    edge.className = "th-edge"
    edge.setAttribute("aria-hidden", "true")
    head.append(edge)
  }
  on(table, "pointerdown", ".th-edge", (edge, event) => {
    const head = edge.closest<HTMLElement>("th")
    if (!head || event.button !== 0) return
    event.preventDefault()
    drag(event, head.offsetWidth, (by) => put(head, by), rtl)
  }, signal)
  on(table, "dblclick", ".th-edge", (edge) => {
    const col = column(edge.closest<HTMLElement>("th") as HTMLElement)
    if (!col?.dataset.column) return
    col.removeAttribute("width")
    waiting.set(col.dataset.column, "")
    fit(table)
    send()
  }, signal)
  on(table, "keydown", "thead th", (head, event) => {
    const by = event.key === "ArrowRight" ? STEP : event.key === "ArrowLeft" ? -STEP : 0
    if (!by || !event.altKey) return
    event.preventDefault()
    put(head, head.offsetWidth + by * rtl)
  }, signal)
  fit(table)
}

function drag(start: PointerEvent, width: number, put: (width: number) => void, rtl: number): void {
  const stop = new AbortController()
  const { signal } = stop
  document.addEventListener("pointermove", (event) => put(width + (event.clientX - start.clientX) * rtl), { signal })
  for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, () => stop.abort(), { signal })
}

/** Wide columns make the table scroll rather than take the place of the name. */
function fit(table: HTMLTableElement): void {
  const drawn = [...table.querySelectorAll<HTMLElement>("colgroup col")]
  if (!drawn.some((col) => col.hasAttribute("width"))) return void (table.style.minWidth = "")
  const widths = drawn.map((col) => Number(col.getAttribute("width")) || (col.className ? col.getBoundingClientRect().width : NAME))
  table.style.minWidth = matchMedia("(width >= 48rem)").matches ? `${widths.reduce((sum, width) => sum + width, 0)}px` : ""
}
