type Filter = { unitId?: number }

export const all: Filter = { unitId: undefined }
