export const en = { receive: 'Receive' }
