import type { DossierAction, DossierView } from '#modules/dossiers/contract.ts'
import { signInAt } from './city.ts'

/** An official who works through the API, for what a journey needs done but does not show. */
export type Official = {
  file(procedureCode: string, ownerName: string, form: Readonly<Record<string, string>>): Promise<DossierView>
  open(caseId: string): Promise<DossierView>
  /** Does something to a dossier as it stands now. */
  act(caseId: string, action: DossierAction, body?: Readonly<Record<string, unknown>>): Promise<DossierView>
  /** Sends a file ahead; answers the token that puts it into a dossier. */
  upload(file: { name: string; mimeType: string; buffer: Buffer }): Promise<string>
  /** Finds a dossier this official may see by its code. */
  find(code: string): Promise<string>
}

export async function officialAt(address: string, login: string): Promise<Official> {
  const call = await signInAt(address, login)
  const { post } = await call<{ post: { unitId: number } }>('GET', '/api/session')
  const open = (caseId: string) => call<DossierView>('GET', `/api/dossiers/${caseId}`)
  return {
    open,
    file: (procedureCode, ownerName, form) =>
      call<DossierView>('POST', '/api/dossiers', {
        procedureCode,
        receivingUnitId: post.unitId,
        owner: { kind: 'citizen', fullName: ownerName, identityNumber: '999000000021' },
        form,
        components: [],
        files: [],
        delivery: 'counter',
        channel: 'counter',
        commandKey: crypto.randomUUID(),
      }),
    async act(caseId, action, body = {}) {
      const { version } = await open(caseId)
      const commandKey = crypto.randomUUID()
      return call<DossierView>('POST', `/api/dossiers/${caseId}/${action}`, { version, commandKey, ...body })
    },
    async upload({ name, mimeType, buffer }) {
      const form = new FormData()
      form.append('file', new File([new Uint8Array(buffer)], name, { type: mimeType }))
      return (await call<{ token: string }>('POST', '/api/files/staged', form)).token
    },
    async find(code) {
      const { lines } = await call<{ lines: { caseId: string; code: string }[] }>(
        'GET',
        `/api/dossiers?limit=5&q=${encodeURIComponent(code)}`,
      )
      const line = lines.find((one) => one.code === code)
      if (!line) throw new Error(`${login} does not find ${code}`)
      return line.caseId
    },
  }
}

export const guardianshipForm = {
  guardianName: 'Nguyễn Thị Thử',
  wardName: 'Nguyễn Văn Em',
  wardBirthDate: '2015-01-02',
  reason: 'Cha mẹ đi công tác xa',
}
