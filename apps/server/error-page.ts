import type { AppError } from '#platform/errors.ts'

/** A refusal on a route that answers pages, before any module can draw one. */
export function errorPage(error: AppError, requestId: string): string {
  const retry = error.kind === 'unavailable' ? '<p>Hãy thử lại sau ít phút.</p>' : ''
  return `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chưa thực hiện được</title>
<style>body{font:1.05rem/1.6 "Be Vietnam Pro",system-ui,sans-serif;max-width:42rem;margin:10vh auto;padding:0 1.25rem;color:#22282f;background:#fbfaf8}h1{font-size:1.5rem}a{color:#8f2a1f}small{color:#5b6470}</style>
<main><h1>Chưa thực hiện được</h1><p>${escape(error.vi)}</p>${retry}<p lang="en"><small>${escape(error.en)}</small></p>
<p><a href="/">Về trang chủ</a></p><p><small>Mã lỗi ${escape(error.code)} · mã yêu cầu ${escape(requestId)}</small></p></main></html>`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
