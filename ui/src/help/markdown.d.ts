declare module '*.md' {
  export const html: string;
  export const headings: { id: string; level: number; text: string }[];
}
