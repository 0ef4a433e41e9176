export const receivedAt = new Date()
