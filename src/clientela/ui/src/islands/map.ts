// A map that is zoomed by wheel, pinch, buttons and + − 0, moved by hand and arrow keys. Circles keep their size on the
// page; those that would cover each other become one, which counts them all and opens them together.
import type { Island } from "../islands"

type Box = { x: number; y: number; w: number; h: number }
type Spot = { link: SVGAElement; x: number; y: number; r: number; n: number; title: string; href: string; where: string }

const NARROWEST = 60
const WIDEST = 14_000
const BIGGEST = 24
const MOST_TOGETHER = 50 // conditions that one address can hold

export const map: Island = (element, signal) => {
  const svg = element.querySelector<SVGSVGElement>("svg.map")
  if (!svg) return
  const first = boxOf(svg)
  const spots = [...svg.querySelectorAll<SVGAElement>(".map-point")].map(read).sort((a, b) => b.r - a.r)
  let box = first
  let drawing = 0
  const unit = () => Math.max(box.w / Math.max(svg.clientWidth, 1), box.h / Math.max(svg.clientHeight, 1))
  const put = (next: Box) => {
    box = next
    cancelAnimationFrame(drawing)
    drawing = requestAnimationFrame(() => {
      svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`)
      gather(spots, unit(), element.dataset.base ?? "")
    })
  }
  const zoom = (by: number, px = svg.clientWidth / 2, py = svg.clientHeight / 2) => {
    const w = Math.min(Math.max(box.w * by, NARROWEST), WIDEST)
    const factor = w / box.w
    const [cx, cy] = [box.x + box.w / 2 + (px - svg.clientWidth / 2) * unit(), box.y + box.h / 2 + (py - svg.clientHeight / 2) * unit()]
    put({ x: cx - (cx - box.x) * factor, y: cy - (cy - box.y) * factor, w, h: box.h * factor })
  }
  const move = (dx: number, dy: number) => put({ ...box, x: box.x + dx * unit(), y: box.y + dy * unit() })
  const acts: Record<string, () => void> = {
    in: () => zoom(0.6),
    out: () => zoom(1 / 0.6),
    fit: () => put(first),
    world: () => put({ x: 0, y: 0, w: 10_000, h: 4_867 }),
  }
  const keys: Record<string, () => void> = {
    "+": () => zoom(0.6), "=": () => zoom(0.6), "-": () => zoom(1 / 0.6), "0": () => put(first),
    ArrowLeft: () => move(-80, 0), ArrowRight: () => move(80, 0), ArrowUp: () => move(0, -80), ArrowDown: () => move(0, 80),
  }
  element.addEventListener("click", (event) => {
    const at = event.target as Element
    acts[at.closest<HTMLElement>("[data-zoom]")?.dataset.zoom ?? ""]?.()
    const crowd = spots.find((one) => one.link === at.closest("a[data-crowd]"))
    if (!crowd || event.defaultPrevented) return
    event.preventDefault()
    const [w, h] = [box.w * 0.3, box.h * 0.3]
    put({ x: crowd.x - w / 2, y: crowd.y - h / 2, w, h })
  }, { signal })
  element.addEventListener("keydown", (event) => {
    if (event.target !== element || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return
    event.preventDefault()
    event.stopPropagation()
    keys[event.key]?.()
  }, { signal })
  svg.addEventListener("wheel", (event) => {
    event.preventDefault()
    zoom(Math.exp(Math.min(Math.max(event.deltaY, -200), 200) * 0.002), event.offsetX, event.offsetY)
  }, { signal, passive: false })
  hold(svg, signal, move, zoom)
  addEventListener("resize", () => put(box), { signal })
  put(first)
}

/** One finger or the mouse moves, two fingers zoom. What was moved is no click. */
function hold(svg: SVGSVGElement, signal: AbortSignal, move: (x: number, y: number) => void, zoom: (by: number, x: number, y: number) => void): void {
  const held = new Map<number, PointerEvent>()
  let moved = 0
  svg.addEventListener("pointerdown", (event) => {
    if (!held.size) moved = 0
    held.set(event.pointerId, event)
  }, { signal })
  addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId)
    if (!before) return
    const other = [...held.values()].find((one) => one.pointerId !== event.pointerId)
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY]
    moved += Math.abs(dx) + Math.abs(dy)
    if (other) {
      const { left, top } = svg.getBoundingClientRect()
      const apart = (one: PointerEvent) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1
      zoom(apart(before) / apart(event), (event.clientX + other.clientX) / 2 - left, (event.clientY + other.clientY) / 2 - top)
    } else if (moved > 4) {
      svg.classList.add("is-held")
      move(-dx, -dy)
    }
    held.set(event.pointerId, event)
  }, { signal })
  for (const type of ["pointerup", "pointercancel"] as const) {
    addEventListener(type, (event) => {
      held.delete(event.pointerId)
      svg.classList.remove("is-held")
    }, { signal })
  }
  svg.addEventListener("click", (event) => moved > 4 && event.preventDefault(), { signal, capture: true })
  svg.addEventListener("dragstart", (event) => event.preventDefault(), { signal })
}

function boxOf(svg: SVGSVGElement): Box {
  const { x, y, width: w, height: h } = svg.viewBox.baseVal
  return { x, y, w, h }
}

function read(link: SVGAElement): Spot {
  const { x = "0", y = "0", r = "5", n = "0", where = "" } = link.dataset
  const title = link.querySelector("title")?.textContent ?? ""
  return { link, x: Number(x), y: Number(y), r: Number(r), n: Number(n), title, href: link.getAttribute("href") ?? "", where }
}

/** The biggest first: each takes those in whose circles it would touch, which makes it bigger, until none is left. */
function gather(spots: Spot[], unit: number, base: string): void {
  const left = new Set(spots)
  for (const spot of spots) {
    if (!left.delete(spot)) continue
    const all = [spot]
    while (base) {
      const r = radius(all)
      const near = [...left].filter((one) => Math.hypot(one.x - spot.x, one.y - spot.y) < (r + one.r) * unit)
      if (!near.length) break
      for (const one of near) left.delete(one)
      all.push(...near)
    }
    for (const one of all) one.link.toggleAttribute("hidden", one !== spot)
    draw(spot, all, unit, base)
  }
}

const radius = (all: Spot[]) => Math.max(all[0]?.r ?? 0, Math.min(BIGGEST, Math.hypot(...all.map((one) => one.r))))

function draw(spot: Spot, all: Spot[], unit: number, base: string): void {
  const number = all.reduce((sum, one) => sum + one.n, 0)
  const r = radius(all)
  const both = `{"any":[${all.map((one) => one.where).join()}]}`
  const isCrowd = both.split('"field"').length > MOST_TOGETHER // too many for a list: a click looks closer
  const joined = base + (base.endsWith("?") ? "" : "&") + new URLSearchParams({ filter: both })
  spot.link.setAttribute("transform", `translate(${spot.x} ${spot.y}) scale(${unit})`)
  spot.link.setAttribute("href", all.length > 1 && !isCrowd ? joined : spot.href)
  spot.link.toggleAttribute("data-crowd", isCrowd)
  spot.link.querySelector("circle")?.setAttribute("r", String(r))
  const [title, text] = [spot.link.querySelector("title"), spot.link.querySelector("text")]
  if (title) title.textContent = all.slice(0, 12).map((one) => one.title).join("\n") + (all.length > 12 ? "\n…" : "")
  if (text) text.textContent = r >= 9 ? number.toLocaleString(document.documentElement.lang || "en") : ""
}
