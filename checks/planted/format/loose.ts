export const   a = "two";
