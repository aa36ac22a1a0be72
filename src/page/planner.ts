import './report.js';
