import { followStatus } from './follow-status.ts'
import { forgetForms, rememberForms } from './remember-form.ts'
import { sendOnce } from './send-once.ts'
import { showUploads } from './show-uploads.ts'

// Every page works without this script; it only saves waiting, retyping and doubt.
if (document.body.hasAttribute('data-forget')) forgetForms()
rememberForms()
showUploads()
sendOnce()
followStatus()

document.getElementById('problems')?.focus()

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
