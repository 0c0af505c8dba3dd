/** What vectors of portfolio margin call: the functions of protocol/margin/portfolio.ts, each as a promise. */
export interface PortfolioCalls {}
