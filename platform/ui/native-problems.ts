const words = {
  vi: {
    missing: 'Hãy điền ô này',
    unchosen: 'Hãy chọn một mục',
    short: 'Hãy viết ít nhất {least} ký tự',
    shape: 'Ô này viết chưa đúng dạng',
    number: 'Hãy ghi một số hợp lệ',
  },
  en: {
    missing: 'Fill in this field',
    unchosen: 'Choose one of these',
    short: 'Write at least {least} characters',
    shape: 'This is not written in the form asked for',
    number: 'Write a number that fits',
  },
}

type Asked = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** What the browser itself refuses in a form is said in the language of the page, not in that of the browser. */
export function sayNativeProblems(page: Document): void {
  page.addEventListener(
    'invalid',
    ({ target }) => {
      if (!isAsked(target)) return
      // What was said before no longer holds; the field is judged by what it is now.
      target.setCustomValidity('')
      target.setCustomValidity(problemOf(target, words[page.documentElement.lang === 'en' ? 'en' : 'vi']))
    },
    true,
  )
  const forget = ({ target }: Event) => {
    if (isAsked(target)) target.setCustomValidity('')
  }
  page.addEventListener('input', forget, true)
  page.addEventListener('change', forget, true)
}

function isAsked(target: EventTarget | null): target is Asked {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
  )
}

function problemOf(field: Asked, said: (typeof words)['vi']): string {
  const { valid, valueMissing, tooShort, badInput, rangeUnderflow, rangeOverflow, stepMismatch } =
    field.validity
  if (valid) return ''
  if (valueMissing) {
    const isTyped = field instanceof HTMLTextAreaElement || !isChosen(field)
    return isTyped ? said.missing : said.unchosen
  }
  if (tooShort && 'minLength' in field) return said.short.replace('{least}', String(field.minLength))
  return badInput || rangeUnderflow || rangeOverflow || stepMismatch ? said.number : said.shape
}

function isChosen(field: HTMLInputElement | HTMLSelectElement): boolean {
  return field instanceof HTMLSelectElement || field.type === 'radio' || field.type === 'checkbox'
}
