//! Measuring the installation on the machine at hand. Figures are printed with what they were measured on, never judged here.
pub mod pages;
mod sample;
