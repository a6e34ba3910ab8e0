// Lifting a card off a board with mouse or finger, and where it is put down.

type Drop = (stage: HTMLElement, before: Element | null) => void

const SLACK = 5 // pixels a click may tremble
const HOLD = 250 // milliseconds a finger rests before it lifts instead of scrolling
const EDGE = 64

export function lift(board: HTMLElement, card: HTMLElement, press: PointerEvent, drop: Drop): void {
  const stop = new AbortController()
  const { signal } = stop
  const isTouch = press.pointerType === "touch"
  let isLifted = false
  let at = { x: press.clientX, y: press.clientY }
  const grip = card.getBoundingClientRect()
  const slot = Object.assign(document.createElement("div"), { className: "slot" })

  const raise = () => {
    isLifted = true
    slot.style.height = `${grip.height}px`
    card.before(slot)
    card.setAttribute("data-is-lifted", "")
    card.style.width = `${grip.width}px`
    follow()
    requestAnimationFrame(scroll)
  }
  const follow = () => {
    card.style.left = `${grip.left + at.x - press.clientX}px`
    card.style.top = `${grip.top + at.y - press.clientY}px`
    const under = document.elementFromPoint(at.x, at.y)
    const stage = under?.closest<HTMLElement>(".stage[data-stage]")
    for (const other of board.querySelectorAll(".stage")) other.toggleAttribute("data-is-target", other === stage)
    if (stage && !under?.closest(".slot")) stage.insertBefore(slot, cardBelow(stage, at.y))
  }
  const scroll = () => {
    if (!isLifted || signal.aborted) return
    const { left, right } = board.getBoundingClientRect()
    board.scrollBy({ left: at.x < left + EDGE ? -12 : at.x > right - EDGE ? 12 : 0 })
    requestAnimationFrame(scroll)
  }
  const end = (isDrop: boolean) => {
    clearTimeout(timer)
    stop.abort()
    if (!isLifted) return
    const stage = slot.closest<HTMLElement>(".stage")
    const next = slot.nextElementSibling
    slot.remove()
    card.removeAttribute("data-is-lifted")
    card.removeAttribute("style")
    for (const other of board.querySelectorAll(".stage")) other.removeAttribute("data-is-target")
    // The click that ends a drag must not open the card.
    addEventListener("click", swallow, { capture: true, once: true })
    setTimeout(() => removeEventListener("click", swallow, { capture: true }))
    if (isDrop && stage) drop(stage, next)
  }
  const timer = isTouch ? window.setTimeout(raise, HOLD) : 0

  document.addEventListener("pointermove", (event) => {
    if (event.pointerId !== press.pointerId) return
    at = { x: event.clientX, y: event.clientY }
    const moved = Math.hypot(at.x - press.clientX, at.y - press.clientY) > SLACK
    if (isLifted) follow()
    else if (moved && isTouch) end(false)
    else if (moved) raise()
  }, { signal })
  document.addEventListener("touchmove", (event) => isLifted && event.preventDefault(), { signal, passive: false })
  document.addEventListener("pointerup", (event) => event.pointerId === press.pointerId && end(true), { signal })
  document.addEventListener("pointercancel", () => end(false), { signal })
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(false), { signal })
}

function cardBelow(stage: HTMLElement, y: number): Element | null {
  const cards = [...stage.querySelectorAll(":scope > .deal:not([data-is-lifted])")]
  const below = cards.find((card) => {
    const { top, height } = card.getBoundingClientRect()
    return y < top + height / 2
  })
  return below ?? stage.querySelector(":scope > [data-after-cards]")
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}
