export const folder = '/home/somebody/thanglong'
