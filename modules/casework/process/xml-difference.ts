import type { XmlElement } from './xml-tree.ts'

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/**
 * What the second file lacks or says otherwise, one path per difference. Prefixes, the order of attributes,
 * comments and the white space between elements are no difference; the order of elements of one name is.
 */
export function xmlDifferences(
  first: XmlElement,
  second: XmlElement,
  path = `/${first.local}`,
  found: string[] = [],
): string[] {
  if (found.length >= 20) return found
  if (first.uri !== second.uri || first.local !== second.local)
    return [...found, `${path}: <${second.local}>`]
  for (const attribute of attributesOf(first)) {
    const other = attributesOf(second).find((one) => one.key === attribute.key)
    if (other?.value !== attribute.value) found.push(`${path}/@${attribute.local}`)
  }
  for (const attribute of attributesOf(second)) {
    if (!attributesOf(first).some((one) => one.key === attribute.key))
      found.push(`${path}/@${attribute.local} (new)`)
  }
  if (normalText(first) !== normalText(second)) found.push(`${path}/text()`)
  const theirs = groupsOf(second)
  for (const [name, children] of groupsOf(first)) {
    const others = theirs.get(name) ?? []
    children.forEach((child, index) => {
      const place = `${path}/${child.local}[${index + 1}]`
      const other = others[index]
      if (other) xmlDifferences(child, other, place, found)
      else found.push(place)
    })
    if (others.length > children.length)
      found.push(`${path}/${name.split(' ')[1]}[${children.length + 1}] (new)`)
    theirs.delete(name)
  }
  for (const name of theirs.keys()) found.push(`${path}/${name.split(' ')[1]}[1] (new)`)
  return found
}

function attributesOf(element: XmlElement): { key: string; local: string; value: string }[] {
  return element.attributes.map(({ uri, local, value }) => ({
    key: `${uri} ${local}`,
    local,
    // The value is a prefixed name: its prefix may change, its local part may not.
    value: uri === XSI && local === 'type' ? value.replace(/^.*:/, '') : sameNumber(value),
  }))
}

/** 1.0 and 1 are one number, true and 1 are not one text. */
function sameNumber(value: string): string {
  return /^-?\d+\.\d+$/.test(value) ? String(Number(value)) : value
}

function normalText(element: XmlElement): string {
  if (element.children.length > 0 && element.text.trim() === '') return ''
  return element.text.trim()
}

function groupsOf(element: XmlElement): Map<string, XmlElement[]> {
  const groups = new Map<string, XmlElement[]>()
  for (const child of element.children) {
    const name = `${child.uri} ${child.local}`
    const group = groups.get(name)
    if (group) group.push(child)
    else groups.set(name, [child])
  }
  return groups
}
