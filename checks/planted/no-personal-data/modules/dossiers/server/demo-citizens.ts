export const citizen = { identityNumber: '001087654321', phone: '0912345678' }
