/** Shows chosen files before they go, and how far they have come on the way. */
export function showUploads() {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-upload]')) {
    const limit = Number(form.dataset['upload']) || Number.POSITIVE_INFINITY
    for (const input of form.querySelectorAll<HTMLInputElement>('input[type=file]')) {
      input.addEventListener('change', () => preview(form, input, limit))
    }
    form.addEventListener('submit', (event) => {
      const files = [...form.querySelectorAll<HTMLInputElement>('input[type=file]')].some(
        (input) => input.files?.length,
      )
      if (files) sendWithProgress(form, event)
    })
  }
}

function preview(form: HTMLFormElement, input: HTMLInputElement, limit: number) {
  const list = document.createElement('ul')
  list.className = 'chosen'
  for (const file of input.files ?? []) {
    const item = document.createElement('li')
    if (file.type.startsWith('image/')) {
      const image = document.createElement('img')
      image.src = URL.createObjectURL(file)
      image.alt = ''
      image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true })
      item.append(image)
    }
    const name = document.createElement('bdi')
    name.textContent = file.name
    item.append(name, ` ${sizeInWords(file.size)}`)
    if (file.size > limit) {
      item.className = 'wrong'
      item.append(` – ${form.dataset['tooLarge'] ?? ''}`)
    }
    list.append(item)
  }
  if (input.nextElementSibling?.classList.contains('chosen')) input.nextElementSibling.remove()
  input.after(list)
}

function sizeInWords(bytes: number): string {
  const megabytes = bytes / 1024 / 1024
  return megabytes < 1 ? `${Math.ceil(bytes / 1024)} KB` : `${megabytes.toFixed(1).replace('.', ',')} MB`
}

/** The same request as without a script; its answer is a page, and it is shown as one. */
function sendWithProgress(form: HTMLFormElement, event: SubmitEvent) {
  event.preventDefault()
  const submitter = event.submitter instanceof HTMLButtonElement ? event.submitter : null
  const request = new XMLHttpRequest()
  const shown = barOf(form)
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    const percent = Math.floor((loaded / Math.max(1, total)) * 100)
    shown.bar.value = percent
    shown.text.textContent = (form.dataset['sending'] ?? '').replace('{percent}', String(percent))
  })
  request.addEventListener('load', () => showAnswer(request))
  // A broken line: the browser's own way of sending says so, and nothing chosen is lost.
  request.addEventListener('error', () => form.submit())
  request.open('POST', form.action)
  request.send(new FormData(form, submitter))
  for (const button of form.querySelectorAll('button')) button.disabled = true
}

function showAnswer(request: XMLHttpRequest) {
  // A redirect was followed to another page: go there, so that reloading does not send again.
  if (request.status === 200) return location.replace(request.responseURL)
  const page = new DOMParser().parseFromString(request.responseText, 'text/html')
  const main = page.getElementById('main')
  if (!main) return location.reload()
  document.title = page.title
  document.getElementById('main')?.replaceWith(main)
  showUploads()
  document.getElementById('problems')?.focus()
}

function barOf(form: HTMLFormElement) {
  const box = document.createElement('p')
  const bar = document.createElement('progress')
  const text = document.createElement('span')
  box.className = 'sending'
  box.setAttribute('role', 'status')
  bar.max = 100
  bar.setAttribute('aria-label', (form.dataset['sending'] ?? '').replace(/[:：]?\s*\{percent\}%?/, ''))
  box.append(bar, text)
  form.append(box)
  return { bar, text }
}
