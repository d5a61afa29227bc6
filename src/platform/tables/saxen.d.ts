declare module 'saxen' {
  export class Parser {
    on(
      event: 'openTag',
      hook: (name: string, attributes: () => Record<string, string>, decode: (text: string) => string) => void,
    ): this;
    on(event: 'closeTag', hook: (name: string) => void): this;
    on(event: 'text', hook: (value: string, decode: (text: string) => string) => void): this;
    on(event: 'cdata', hook: (value: string) => void): this;
    on(event: 'attention', hook: (value: string) => void): this;
    on(event: 'error' | 'warn', hook: (error: Error) => void): this;
    parse(xml: string): this;
    stop(): void;
  }
}
