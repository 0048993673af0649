/** The gateway serves uPlot beside these scripts. */
export { default } from 'uplot';
