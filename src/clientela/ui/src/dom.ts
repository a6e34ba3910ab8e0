// The few things every island needs.
import htmx from "htmx.org"
import type { HtmxEventMap } from "htmx.org"

type Swap = { target: Element | string; source?: Element; swap?: string; select?: string; push?: string; values?: Record<string, string> }

/** Listen to clicks, keys … on whatever matches `selector` inside `root`. */
export function on<K extends keyof HTMLElementEventMap>(
  root: HTMLElement | Document,
  type: K,
  selector: string,
  act: (element: HTMLElement, event: HTMLElementEventMap[K]) => void,
  signal?: AbortSignal,
): void {
  const listen = (event: Event) => {
    const found = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null
    if (found) act(found, event as HTMLElementEventMap[K])
  }
  root.addEventListener(type, listen, signal ? { signal } : {})
}

/** Listen to htmx, whose events bubble up to the document. */
export function onHtmx<K extends keyof HtmxEventMap>(
  type: K,
  act: (detail: HtmxEventMap[K], event: CustomEvent<HtmxEventMap[K]>) => void,
  signal?: AbortSignal,
): void {
  const listen = (event: Event) => {
    const told = event as CustomEvent<HtmxEventMap[K]>
    act(told.detail, told)
  }
  document.addEventListener(type, listen, signal ? { signal } : {})
}

export function ajax(verb: "GET" | "POST", url: string, options: Swap): Promise<void> {
  return htmx.ajax(verb, url, { source: document.body, ...options } as Parameters<typeof htmx.ajax>[2]) as Promise<void>
}

/** True while keys belong to what is being typed, or to a dialog or menu that is open. */
export function isTyping(event: Event): boolean {
  const target = event.target as HTMLElement
  return Boolean(target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]"))
}

export function isCovered(): boolean {
  return Boolean(document.querySelector("dialog:modal, [popover]:popover-open"))
}

/** A bare key, meant for the page: no modifier, nothing typed into, nothing in front. */
export function isShortcut(event: KeyboardEvent): boolean {
  return !(event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event) || isCovered())
}

export function debounced(wait: number, act: () => void): () => void {
  let timer = 0
  return () => {
    clearTimeout(timer)
    timer = window.setTimeout(act, wait)
  }
}

export function remember(name: string, value: string): void {
  const secure = location.protocol === "https:" ? "; secure" : ""
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${secure}`
}

export function recall(name: string): string {
  return document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`))?.[1] ?? ""
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? ""
}

export const sheet = (): HTMLElement | null => document.getElementById("sheet")
