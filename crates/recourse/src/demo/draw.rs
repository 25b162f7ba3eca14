//! Small pictures drawn by code: a canvas of few colours and its PNG bytes. Nobody's photograph is in the demo.
use anyhow::Result;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::Write;

/// A colour of the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Ink {
    /// Table and wall.
    Wall,
    /// The table's edge.
    Table,
    /// Cardboard.
    Card,
    /// Cardboard in shade.
    CardDark,
    /// Tape and paper.
    Paper,
    /// Lines and letters.
    Dark,
    /// Cracks, stamps, marks.
    Red,
    /// Glaze, cloth.
    Teal,
    /// Cloth, shade.
    Blue,
    /// Light, metal.
    Gold,
    /// Metal.
    Grey,
    /// Shadow.
    Shade,
}

/// Red, green and blue of each, in the order of the declaration.
const PALETTE: [[u8; 3]; 12] = [
    [236, 231, 222],
    [197, 181, 160],
    [196, 150, 98],
    [160, 117, 70],
    [250, 247, 240],
    [45, 42, 40],
    [186, 48, 40],
    [62, 140, 132],
    [64, 92, 140],
    [226, 180, 84],
    [140, 144, 150],
    [176, 162, 144],
];

/// A point.
pub type Point = (i32, i32);

/// A picture in the making.
#[derive(Clone, Debug)]
pub struct Canvas {
    width: i32,
    height: i32,
    dots: Vec<u8>,
}

impl Canvas {
    /// A wall.
    pub fn new(width: i32, height: i32) -> Self {
        let count = usize::try_from(width.saturating_mul(height)).unwrap_or(0);
        Self { width, height, dots: vec![Ink::Wall as u8; count] }
    }

    fn dot(&mut self, x: i32, y: i32, ink: Ink) {
        let inside = (0..self.width).contains(&x) && (0..self.height).contains(&y);
        let at = usize::try_from(y * self.width + x).unwrap_or(usize::MAX);
        if let Some(dot) = self.dots.get_mut(at).filter(|_| inside) {
            *dot = ink as u8;
        }
    }

    /// Gives everything of one colour another.
    pub fn repaint(&mut self, from: Ink, to: Ink) {
        for dot in self.dots.iter_mut().filter(|dot| **dot == from as u8) {
            *dot = to as u8;
        }
    }

    /// A filled rectangle.
    pub fn rect(&mut self, x: i32, y: i32, width: i32, height: i32, ink: Ink) {
        for dy in 0..height {
            for dx in 0..width {
                self.dot(x + dx, y + dy, ink);
            }
        }
    }

    /// A filled ellipse around its middle.
    pub fn oval(&mut self, (x, y): Point, rx: i32, ry: i32, ink: Ink) {
        let within = |dx: i32, dy: i32| {
            i64::from(dx * dx) * i64::from(ry * ry) + i64::from(dy * dy) * i64::from(rx * rx)
                <= i64::from(rx * rx) * i64::from(ry * ry)
        };
        for dy in -ry..=ry {
            for dx in -rx..=rx {
                if within(dx, dy) {
                    self.dot(x + dx, y + dy, ink);
                }
            }
        }
    }

    /// A filled polygon.
    pub fn shape(&mut self, corners: &[Point], ink: Ink) {
        let ys = corners.iter().map(|corner| corner.1);
        let (Some(top), Some(bottom)) = (ys.clone().min(), ys.max()) else { return };
        for y in top..=bottom {
            let mut cuts = Vec::new();
            for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
                if (from.1 <= y) != (to.1 <= y) {
                    cuts.push(from.0 + (y - from.1) * (to.0 - from.0) / (to.1 - from.1));
                }
            }
            cuts.sort_unstable();
            for pair in cuts.chunks_exact(2) {
                self.rect(pair[0], y, pair[1] - pair[0] + 1, 1, ink);
            }
        }
    }

    /// A line of some width through points.
    pub fn line(&mut self, points: &[Point], width: i32, ink: Ink) {
        for pair in points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()).max(1);
            for step in 0..=steps {
                let x = from.0 + (to.0 - from.0) * step / steps;
                let y = from.1 + (to.1 - from.1) * step / steps;
                self.rect(x - width / 2, y - width / 2, width, width, ink);
            }
        }
    }

    /// Capital letters and digits, each three dots by five of this size.
    pub fn text(&mut self, (x, y): Point, size: i32, text: &str, ink: Ink) {
        let mut left = x;
        for letter in text.chars() {
            let rows = glyph(letter.to_ascii_uppercase());
            for (row, shift) in (0..5).zip([12, 9, 6, 3, 0]) {
                for (column, bit) in (0..3).zip([4, 2, 1]) {
                    if (rows >> shift) & bit != 0 {
                        self.rect(left + column * size, y + row * size, size, size, ink);
                    }
                }
            }
            left += 4 * size;
        }
    }

    /// The picture as a PNG file.
    ///
    /// # Errors
    /// Never in practice: it is written into memory.
    pub fn png(&self) -> Result<Vec<u8>> {
        let mut rows = Vec::with_capacity(self.dots.len() + usize::try_from(self.height)?);
        for row in self.dots.chunks(usize::try_from(self.width.max(1))?) {
            rows.push(0);
            rows.extend_from_slice(row);
        }
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&rows)?;
        let mut head = Vec::new();
        head.extend_from_slice(&u32::try_from(self.width)?.to_be_bytes());
        head.extend_from_slice(&u32::try_from(self.height)?.to_be_bytes());
        // Eight bits a dot, by palette, in one go.
        head.extend_from_slice(&[8, 3, 0, 0, 0]);
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut file, b"IHDR", &head)?;
        chunk(&mut file, b"PLTE", &PALETTE.concat())?;
        chunk(&mut file, b"IDAT", &packed.finish()?)?;
        chunk(&mut file, b"IEND", &[])?;
        Ok(file)
    }
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) -> Result<()> {
    file.extend_from_slice(&u32::try_from(data.len())?.to_be_bytes());
    file.extend_from_slice(kind);
    file.extend_from_slice(data);
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(data);
    file.extend_from_slice(&sum.sum().to_be_bytes());
    Ok(())
}

/// Five rows of three dots, a row an octal digit.
const fn glyph(letter: char) -> u16 {
    match letter {
        'A' => 0o25755,
        'B' => 0o65656,
        'C' => 0o34443,
        'D' => 0o65556,
        'E' => 0o74647,
        'F' => 0o74644,
        'G' => 0o34553,
        'H' => 0o55755,
        'I' => 0o72227,
        'J' => 0o11152,
        'K' => 0o55655,
        'L' => 0o44447,
        'M' => 0o57755,
        'N' => 0o65555,
        'O' => 0o25552,
        'P' => 0o65644,
        'Q' => 0o25563,
        'R' => 0o65655,
        'S' => 0o34216,
        'T' => 0o72222,
        'U' => 0o55557,
        'V' => 0o55552,
        'W' => 0o55775,
        'X' => 0o55255,
        'Y' => 0o55222,
        'Z' => 0o71247,
        '0' => 0o75557,
        '1' => 0o26227,
        '2' => 0o71747,
        '3' => 0o71717,
        '4' => 0o55711,
        '5' => 0o74717,
        '6' => 0o74757,
        '7' => 0o71111,
        '8' => 0o75757,
        '9' => 0o75717,
        '-' => 0o00700,
        '.' => 0o00002,
        ':' => 0o02020,
        '/' => 0o11244,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_a_png_of_its_size() {
        let mut canvas = Canvas::new(20, 10);
        canvas.text((1, 1), 1, "A-1", Ink::Dark);
        let png = canvas.png().expect("a file");
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x14\0\0\0\x0a\x08\x03"));
        assert!(png.ends_with(b"IEND\xae\x42\x60\x82"), "its checksum is the known one");
    }

    #[test]
    fn shapes_stay_within_their_corners() {
        let mut canvas = Canvas::new(30, 30);
        canvas.shape(&[(5, 5), (20, 5), (20, 20), (5, 20)], Ink::Red);
        let red = |x: usize, y: usize| canvas.dots[y * 30 + x] == Ink::Red as u8;
        assert!(red(10, 10) && red(5, 5) && !red(3, 10) && !red(10, 25));
        let mut canvas = Canvas::new(5, 5);
        canvas.oval((0, 0), 50, 50, Ink::Red);
        assert!(canvas.dots.iter().all(|dot| *dot == Ink::Red as u8), "what lies outside is cut");
    }
}
