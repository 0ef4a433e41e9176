export const key = '-----BEGIN PRIVATE KEY-----'
