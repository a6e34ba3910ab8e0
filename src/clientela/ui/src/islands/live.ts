// Keeps an element as fresh as the server: data-topics="deal:… jobs", data-live-url. When a topic changes the element is
// fetched again and morphed; without a URL it gets the event "live" instead. All elements share one EventSource on
// /live?topics=…, whose messages carry the topic that changed (as the data, or as "topic" of a JSON object).
// Nothing is fetched while the page is hidden or the element is being typed in.
import { ajax, debounced } from "../dom"
import type { Island } from "../islands"

const SETTLE = 150
const following = new Map<HTMLElement, () => void>()
let source: EventSource | null = null
let followed = ""

export const live: Island = (element, signal) => {
  following.set(element, debounced(SETTLE, () => freshen(element)))
  connect()
  signal.addEventListener("abort", () => {
    following.delete(element)
    connect()
  })
}

const topicsOf = (element: HTMLElement): string[] => (element.dataset.topics ?? "").split(/[\s,]+/).filter(Boolean)

const connect = debounced(50, () => {
  const topics = [...new Set([...following.keys()].flatMap(topicsOf))].sort().join(",")
  if (topics === followed) return
  followed = topics
  source?.close()
  source = topics ? new EventSource(`/live?topics=${encodeURIComponent(topics)}`) : null
  // "reset": the server lost track of what was told (it restarted, or the line was down for long).
  source?.addEventListener("reset", () => following.forEach((act) => act()))
  source?.addEventListener("message", ({ data }) => hear(topicIn(String(data))))
})

function topicIn(data: string): string {
  try {
    const told: unknown = JSON.parse(data)
    return typeof told === "object" && told && "topic" in told ? String(told.topic) : String(told)
  } catch {
    return data
  }
}

function hear(topic: string): void {
  for (const [element, act] of following) if (topicsOf(element).includes(topic)) act()
}

function freshen(element: HTMLElement): void {
  const isBusy = element.matches(":has(form.edit, :is(input:not([type=checkbox]), textarea):focus, [data-is-lifted])")
  if (document.hidden || isBusy) {
    const again = () => following.get(element)?.()
    if (document.hidden) document.addEventListener("visibilitychange", again, { once: true })
    else element.addEventListener("focusout", again, { once: true })
    return
  }
  const url = element.dataset.liveUrl
  if (url) void ajax("GET", url, { source: element, target: element, swap: element.dataset.liveSwap ?? "innerMorph" })
  else element.dispatchEvent(new CustomEvent("live", { bubbles: true }))
}
