// Changes cells and rules of a decision table in the text of its DMN file, so that everything else stays.

export type Cell = { decision: string; rule: number; side: 'test' | 'gives'; column: number; text: string }

/** The file with one cell written anew; `-` or nothing as a test stands for any value. */
export function changeCell(dmn: string, { decision, rule, side, column, text }: Cell): string {
  return edited(dmn, decision, (table) => {
    const entry = childrenOf(rulesOf(table)[rule], side === 'test' ? 'inputEntry' : 'outputEntry')[column]
    if (!entry) return
    const holder = childrenOf(entry, 'text')[0] ?? append(entry, 'text')
    holder.textContent = text.trim() === '' && side === 'test' ? '-' : text
  })
}

/** A new rule after the last, with a cell for each of the last one’s. */
export function addRule(dmn: string, decision: string): string {
  return edited(dmn, decision, (table) => {
    const rules = rulesOf(table)
    const last = rules.at(-1)
    const rule = last ? (last.cloneNode(true) as Element) : append(table, 'rule')
    if (!last) {
      for (const _ of childrenOf(table, 'input')) append(append(rule, 'inputEntry'), 'text').textContent = '-'
      for (const _ of childrenOf(table, 'output'))
        append(append(rule, 'outputEntry'), 'text').textContent = 'null'
    }
    // An id stands once in a file.
    const taken = new Set(
      [...table.ownerDocument.querySelectorAll('[id]')].map((one) => one.getAttribute('id')),
    )
    for (const [index, one] of [rule, ...rule.querySelectorAll('[id]')].entries()) {
      let number = rules.length + 1
      while (taken.has(`rule_${number}_${index}`)) number++
      one.setAttribute('id', `rule_${number}_${index}`)
      taken.add(`rule_${number}_${index}`)
    }
    for (const entry of childrenOf(rule, 'inputEntry')) {
      const text = childrenOf(entry, 'text')[0]
      if (text) text.textContent = '-'
    }
    if (last) last.after(rule)
  })
}

export function removeRule(dmn: string, decision: string, rule: number): string {
  return edited(dmn, decision, (table) => rulesOf(table)[rule]?.remove())
}

function edited(dmn: string, id: string, change: (table: Element) => void): string {
  const document = new DOMParser().parseFromString(dmn, 'application/xml')
  const decision = [...document.documentElement.children].find(
    (one) => one.localName === 'decision' && one.getAttribute('id') === id,
  )
  const table = decision && childrenOf(decision, 'decisionTable')[0]
  if (!table) return dmn
  change(table)
  // The browser leaves out the first line of the file.
  const head = /^\s*<\?xml[^>]*\?>\s*/.exec(dmn)?.[0] ?? ''
  return head + new XMLSerializer().serializeToString(document).replace(/^<\?xml[^>]*\?>\s*/, '')
}

function rulesOf(table: Element): Element[] {
  return childrenOf(table, 'rule')
}

function childrenOf(element: Element | undefined, name: string): Element[] {
  return element ? [...element.children].filter(({ localName }) => localName === name) : []
}

function append(parent: Element, name: string): Element {
  const prefix = parent.prefix ? `${parent.prefix}:` : ''
  return parent.appendChild(parent.ownerDocument.createElementNS(parent.namespaceURI, `${prefix}${name}`))
}
