const PREFIX = 'portal.form.'

type Kept = { stamp: string; values: Record<string, string> }

/** Keeps what is typed on this device until it is sent, so that a closed tab or a dead battery loses nothing. */
export function rememberForms() {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-remember]')) {
    const key = PREFIX + (form.dataset['remember'] ?? '')
    const stamp = form.dataset['stamp'] ?? ''
    restore(form, key, stamp)
    form.addEventListener('input', () => keep(key, { stamp, values: valuesOf(form) }))
    form.addEventListener('submit', () => drop(key))
  }
}

export function forgetForms() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Only what was typed over the very page that is shown: what the server saved later wins. */
function restore(form: HTMLFormElement, key: string, stamp: string) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null
    if (!kept) return
    if (kept.stamp !== stamp) return drop(key)
    for (const field of fieldsOf(form)) {
      const value = kept.values[field.name]
      if (value === undefined) continue
      if (field instanceof HTMLInputElement && field.type === 'radio') field.checked = field.value === value
      else field.value = value
    }
  } catch {
    drop(key)
  }
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.querySelectorAll<Field>('input,select,textarea')].filter(
    (field) => field.name !== '' && !['hidden', 'file', 'password', 'checkbox'].includes(field.type),
  )
}

function valuesOf(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {}
  for (const field of fieldsOf(form)) {
    if (field instanceof HTMLInputElement && field.type === 'radio' && !field.checked) continue
    values[field.name] = field.value
  }
  return values
}

function keep(key: string, kept: Kept) {
  try {
    localStorage.setItem(key, JSON.stringify(kept))
  } catch {
    // Full or forbidden: the server keeps each step anyway.
  }
}

function drop(key: string) {
  try {
    localStorage.removeItem(key)
  } catch {
    // Nothing kept, nothing to drop.
  }
}
