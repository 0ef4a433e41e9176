import type { ModdleElement } from 'bpmn-moddle'
import { tokens } from '#platform/ui/tokens.ts'

// What we use of bpmn-js, said once; the library itself is fetched with the drawing.

/** An element of a drawing: a shape or a line, with what it stands for. */
export type DrawnElement = { id: string; type: string; businessObject: ModdleElement; labelTarget?: unknown }

export type Viewer = {
  get<Service>(name: string): Service
  importXML(xml: string): Promise<{ warnings: unknown[] }>
  saveXML(options?: { format?: boolean }): Promise<{ xml?: string }>
  destroy(): void
}

type Viewbox = { x: number; y: number; width: number; height: number }

type Services = {
  canvas: {
    zoom(how: 'fit-viewport', center?: 'auto'): void
    viewbox(): Viewbox
    viewbox(box: Viewbox): void
    scrollToElement(id: string): void
    addMarker(id: string, marker: string): void
    removeMarker(id: string, marker: string): void
  }
  overlays: {
    add(id: string, type: string, overlay: { position: object; html: HTMLElement }): string
    remove(filter: { type: string }): void
  }
  registry: { get(id: string): DrawnElement | undefined; getAll(): DrawnElement[] }
  events: {
    on(name: string, listener: (event: { element?: DrawnElement }) => void): void
    off(name: string, listener: (event: { element?: DrawnElement }) => void): void
  }
}

export function servicesOf(viewer: Viewer): Services {
  return {
    canvas: viewer.get('canvas'),
    overlays: viewer.get('overlays'),
    registry: viewer.get('elementRegistry'),
    events: viewer.get('eventBus'),
  }
}

export type ModelerServices = {
  modeling: {
    updateProperties(element: DrawnElement, properties: Record<string, unknown>): void
    updateModdleProperties(
      element: DrawnElement,
      moddle: ModdleElement,
      properties: Record<string, unknown>,
    ): void
  }
  factory: { create(type: string, properties?: Record<string, unknown>): ModdleElement }
  selection: { get(): DrawnElement[]; select(element: DrawnElement): void }
}

export function modelerServicesOf(viewer: Viewer): ModelerServices {
  return {
    modeling: viewer.get('modeling'),
    factory: viewer.get('bpmnFactory'),
    selection: viewer.get('selection'),
  }
}

/** What a word of the server names: an element by its id, or the task made from a row by the row’s key. */
export function elementsOf(viewer: Viewer, key: string): DrawnElement[] {
  const { registry } = servicesOf(viewer)
  const found = registry.get(key)
  if (found) return [found]
  return registry
    .getAll()
    .filter((element) => !element.labelTarget && stepOf(element.businessObject)?.get('key') === key)
}

export function stepOf(element: ModdleElement): ModdleElement | undefined {
  return extensionOf(element, 'tl:Step')
}

export function extensionOf(element: ModdleElement, type: string): ModdleElement | undefined {
  const holder = element.get('extensionElements') as ModdleElement | undefined
  const values = (holder?.get('values') ?? []) as ModdleElement[]
  return values.find(({ $type }) => $type === type)
}

const letters = { fontFamily: tokens.font, fontSize: 11, lineHeight: 1.2 }

/** The letters of the desk, a little smaller than the library’s own, so that Vietnamese work fits its box. */
export const drawnText = { defaultStyle: letters, externalStyle: letters }

/** Shows the whole drawing; `left` is the share of the width that the palette covers. */
export function fitView(viewer: Viewer, left = 0) {
  const { canvas } = servicesOf(viewer)
  canvas.zoom('fit-viewport', 'auto')
  if (left === 0) return
  const { x, y, width, height } = canvas.viewbox()
  canvas.viewbox({
    x: x - width * left,
    y: y - (height * left) / 2,
    width: width * (1 + left),
    height: height * (1 + left),
  })
}
