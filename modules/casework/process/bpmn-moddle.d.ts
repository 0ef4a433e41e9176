/** The part of bpmn-moddle that is used; the package ships no types for its main entry. */
declare module 'bpmn-moddle' {
  export type ModdleElement = {
    readonly $type: string
    readonly $attrs: Readonly<Record<string, string>>
    readonly $parent?: ModdleElement
    get(name: string): unknown
  }
  export type ModdleWarning = {
    message: string
    element?: ModdleElement
    property?: string
    value?: string
  }
  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>)
    fromXML(xml: string): Promise<{ rootElement: ModdleElement; warnings: ModdleWarning[] }>
    toXML(element: ModdleElement, options?: { format?: boolean }): Promise<{ xml: string }>
    create(type: string, properties?: Readonly<Record<string, unknown>>): ModdleElement
  }
}
