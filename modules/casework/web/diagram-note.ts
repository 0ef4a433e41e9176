/** Something written on an element of a diagram. */
export type DiagramNote = {
  text: string
  /** 0 to 1: how strongly the element is coloured; absent: not at all. */
  weight?: number
  tone?: 'calm' | 'alarm'
}

export type DiagramProps = {
  bpmn: string
  /** By element id; of a process made from the table also by the key of its row. */
  notes?: Readonly<Record<string, DiagramNote>>
  /** Read aloud instead of the drawing. */
  label: string
  height?: number
  onChoose?(elementId: string): void
}
