export const vi = { receive: 'Tiếp nhận', refuse: 'Từ chối' }
