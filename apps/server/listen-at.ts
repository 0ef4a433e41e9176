import { refusal } from '#platform/errors.ts'

type Place = { host: string; port: number }

/**
 * Begins to listen, and says to the person at the terminal why it cannot be done there. Errors: `server.port_taken`,
 * `server.port_forbidden`, `server.host_unknown`.
 */
export async function listenAt(
  app: { listen(place: Place): Promise<unknown> },
  { host, port }: Place,
): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw refusalOf(error, { host, port }) ?? error
  }
}

function refusalOf(error: unknown, { host, port }: Place) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return refusal(
        'conflict',
        'server.port_taken',
        {
          vi: `Cổng ${port} đang có chương trình khác dùng. Hãy dừng chương trình đó, hoặc chọn cổng khác, ví dụ: PORT=${port + 1} npm start`,
          en: `Another program uses port ${port}. Stop it, or choose another port, for example: PORT=${port + 1} npm start`,
        },
        { host, port },
      )
    case 'EACCES':
      return refusal(
        'forbidden',
        'server.port_forbidden',
        {
          vi: `Hệ điều hành không cho dùng cổng ${port}. Hãy đặt PORT từ 1024 trở lên, và để máy chủ web đứng trước nghe ở cổng ${port}.`,
          en: `The operating system does not allow port ${port}. Set PORT to 1024 or above, and let a web server in front listen on ${port}.`,
        },
        { host, port },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return refusal(
        'invalid',
        'server.host_unknown',
        {
          vi: `Máy này không có địa chỉ ${host}. Hãy sửa HOST: 127.0.0.1 cho riêng máy này, 0.0.0.0 cho mọi mạng.`,
          en: `This machine does not have the address ${host}. Mend HOST: 127.0.0.1 for this machine alone, 0.0.0.0 for every network.`,
        },
        { host, port },
      )
    default:
      return undefined
  }
}
