import type { ModdleElement } from 'bpmn-moddle'

// Reading a moddle tree without trusting its shape.

export function isElement(value: unknown): value is ModdleElement {
  return (
    typeof value === 'object' && value !== null && typeof (value as { $type?: unknown }).$type === 'string'
  )
}

/** Elements of foreign namespaces are plain records without `get`. */
function read(element: ModdleElement, name: string): unknown {
  if (typeof element.get === 'function') return element.get(name)
  return (element as unknown as Record<string, unknown>)[name]
}

export function textOf(element: ModdleElement, name: string): string {
  const value = read(element, name)
  return typeof value === 'string' ? value : ''
}

/** An attribute that may be missing; an empty one is not missing. */
export function optionalTextOf(element: ModdleElement, name: string): string | null {
  const value = read(element, name)
  return typeof value === 'string' ? value : null
}

export function flagOf(element: ModdleElement, name: string): boolean {
  return read(element, name) === true
}

export function childOf(element: ModdleElement, name: string): ModdleElement | undefined {
  const value = read(element, name)
  return isElement(value) ? value : undefined
}

export function childrenOf(element: ModdleElement, name: string): ModdleElement[] {
  const value = read(element, name)
  return Array.isArray(value) ? value.filter(isElement) : []
}

export function idOf(element: ModdleElement): string {
  return textOf(element, 'id')
}

/** What our namespace says about an element. */
export function extensionsOf(element: ModdleElement, type: string): ModdleElement[] {
  const holder = childOf(element, 'extensionElements')
  return holder ? childrenOf(holder, 'values').filter(({ $type }) => $type === type) : []
}
