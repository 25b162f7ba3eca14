//! What the people of the demo photograph: parcels, goods, scales, receipts; and their papers.
use super::draw::{Canvas, Ink};
use super::people::Shape;
use anyhow::Result;
use std::fmt::Write;

/// How goods look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As they should.
    Whole,
    /// Cracked or torn.
    Broken,
    /// In another colour than the listing's.
    OffColour,
}

/// A picture of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// The goods as they came.
    Goods {
        /// What.
        shape: Shape,
        /// How they look.
        look: Look,
    },
    /// The parcel; torn open or whole.
    Parcel {
        /// Whether it is torn.
        torn: bool,
    },
    /// Something on a scale.
    Scale {
        /// What the scale shows, in grams.
        grams: u32,
    },
    /// A receipt or waybill, photographed.
    Slip {
        /// What it says, as a few capital words.
        says: &'static str,
    },
}

/// A picture of a scene, with a mark that tells one order's pictures from another's.
///
/// # Errors
/// As [`Canvas::png`].
pub fn picture(scene: Scene, mark: &str) -> Result<Vec<u8>> {
    let mut canvas = Canvas::new(480, 360);
    canvas.rect(0, 270, 480, 90, Ink::Table);
    match scene {
        Scene::Goods { shape, look } => {
            canvas.oval((240, 292), 120, 16, Ink::Shade);
            thing(&mut canvas, shape, (240, 170), 3);
            if look == Look::OffColour {
                for (from, to) in [(Ink::Teal, Ink::Grey), (Ink::Blue, Ink::Red), (Ink::Gold, Ink::CardDark)]
                {
                    canvas.repaint(from, to);
                }
            }
            if look == Look::Broken {
                canvas.line(&[(196, 110), (222, 150), (212, 182), (246, 216), (238, 250)], 4, Ink::Red);
                canvas.line(&[(222, 150), (262, 138)], 3, Ink::Red);
            }
        }
        Scene::Parcel { torn } => parcel(&mut canvas, torn, mark),
        Scene::Scale { grams } => scale(&mut canvas, grams),
        Scene::Slip { says } => slip(&mut canvas, says, mark),
    }
    canvas.text((12, 338), 3, mark, Ink::Dark);
    canvas.png()
}

/// A small picture for a listing.
///
/// # Errors
/// As [`Canvas::png`].
pub fn thumbnail(shape: Shape) -> Result<Vec<u8>> {
    let mut canvas = Canvas::new(160, 160);
    canvas.rect(0, 132, 160, 28, Ink::Table);
    canvas.oval((80, 136), 46, 7, Ink::Shade);
    thing(&mut canvas, shape, (80, 88), 1);
    canvas.png()
}

/// A thing around a middle; one unit is about 50 dots high in each direction.
fn thing(canvas: &mut Canvas, shape: Shape, (x, y): (i32, i32), size: i32) {
    let at = |dx: i32, dy: i32| (x + dx * size, y + dy * size);
    match shape {
        Shape::Lamp => {
            canvas.shape(&[at(-14, -44), at(14, -44), at(28, -6), at(-28, -6)], Ink::Gold);
            canvas.shape(&[at(-3, -6), at(3, -6), at(3, 8), at(-3, 8)], Ink::Grey);
            canvas.oval(at(0, 22), 18 * size, 18 * size, Ink::Teal);
            canvas.shape(&[at(-14, 36), at(14, 36), at(14, 41), at(-14, 41)], Ink::Dark);
        }
        Shape::Shirt => {
            let outline = [
                at(-14, -38),
                at(14, -38),
                at(40, -18),
                at(28, -2),
                at(20, -8),
                at(20, 40),
                at(-20, 40),
                at(-20, -8),
                at(-28, -2),
                at(-40, -18),
            ];
            canvas.shape(&outline, Ink::Blue);
            canvas.shape(&[at(-8, -38), at(8, -38), at(0, -26)], Ink::Paper);
            for row in 0..4 {
                canvas.oval(at(-9, -12 + row * 13), 4 * size, 3 * size, Ink::Gold);
                canvas.oval(at(9, -6 + row * 13), 4 * size, 3 * size, Ink::Gold);
            }
        }
        Shape::Cup => {
            canvas.oval(at(26, 8), 14 * size, 14 * size, Ink::Teal);
            canvas.oval(at(26, 8), 8 * size, 8 * size, Ink::Wall);
            canvas.shape(&[at(-28, -20), at(28, -20), at(18, 38), at(-18, 38)], Ink::Teal);
            canvas.oval(at(0, -20), 28 * size, 8 * size, Ink::CardDark);
        }
        Shape::Bag => {
            canvas.shape(&[at(-24, -40), at(24, -40), at(30, 40), at(-30, 40)], Ink::CardDark);
            canvas.shape(&[at(-24, -40), at(24, -40), at(25, -30), at(-25, -30)], Ink::Dark);
            canvas.shape(&[at(-16, -8), at(16, -8), at(18, 22), at(-18, 22)], Ink::Paper);
            canvas.oval(at(0, 7), 8 * size, 10 * size, Ink::Card);
        }
        Shape::Book => {
            canvas.shape(&[at(-32, -36), at(24, -40), at(32, 36), at(-24, 40)], Ink::Blue);
            canvas.shape(&[at(-18, -20), at(14, -22), at(16, -8), at(-16, -6)], Ink::Paper);
            canvas.line(&[at(-26, -36), at(-18, 40)], 3 * size, Ink::Dark);
        }
        Shape::Device => {
            canvas.oval(at(0, -4), 36 * size, 36 * size, Ink::Dark);
            canvas.oval(at(0, 0), 29 * size, 31 * size, Ink::Wall);
            canvas.oval(at(-32, 14), 11 * size, 20 * size, Ink::Grey);
            canvas.oval(at(32, 14), 11 * size, 20 * size, Ink::Grey);
        }
        Shape::Bottle => {
            canvas.shape(&[at(-7, -44), at(7, -44), at(7, -18), at(-7, -18)], Ink::Gold);
            canvas.shape(
                &[at(-7, -20), at(7, -20), at(20, -2), at(20, 40), at(-20, 40), at(-20, -2)],
                Ink::Teal,
            );
            canvas.shape(&[at(-14, 6), at(14, 6), at(14, 26), at(-14, 26)], Ink::Paper);
        }
        Shape::Tent => {
            canvas.shape(&[at(0, -36), at(44, 40), at(-44, 40)], Ink::Teal);
            canvas.shape(&[at(0, -36), at(14, 40), at(-14, 40)], Ink::Dark);
            canvas.line(&[at(0, -36), at(44, 40)], 2 * size, Ink::Paper);
        }
    }
}

fn parcel(canvas: &mut Canvas, torn: bool, mark: &str) {
    canvas.oval((248, 300), 150, 16, Ink::Shade);
    canvas.shape(&[(110, 130), (300, 130), (300, 300), (110, 300)], Ink::Card);
    canvas.shape(&[(300, 130), (370, 90), (370, 256), (300, 300)], Ink::CardDark);
    canvas.shape(&[(110, 130), (180, 90), (370, 90), (300, 130)], Ink::Paper);
    canvas.shape(&[(192, 130), (218, 130), (218, 300), (192, 300)], Ink::Paper);
    canvas.rect(124, 150, 62, 48, Ink::Paper);
    canvas.line(&[(130, 160), (178, 160)], 3, Ink::Dark);
    canvas.line(&[(130, 170), (166, 170)], 3, Ink::Dark);
    for bar in 0..9 {
        canvas.rect(130 + bar * 6, 178, 2 + bar % 3, 14, Ink::Dark);
    }
    canvas.text((232, 280), 2, mark, Ink::Dark);
    if torn {
        let hole = [(226, 168), (262, 182), (288, 170), (280, 214), (292, 246), (250, 238), (232, 256)];
        canvas.shape(&hole, Ink::Dark);
        canvas.line(&[(226, 168), (206, 150), (214, 138)], 3, Ink::Red);
        canvas.line(&[(292, 246), (298, 276)], 3, Ink::Red);
    }
}

fn scale(canvas: &mut Canvas, grams: u32) {
    canvas.oval((240, 304), 150, 14, Ink::Shade);
    canvas.shape(&[(110, 240), (370, 240), (396, 304), (84, 304)], Ink::Grey);
    canvas.rect(120, 228, 240, 14, Ink::Dark);
    canvas.shape(&[(180, 128), (300, 128), (300, 228), (180, 228)], Ink::Card);
    canvas.rect(232, 128, 16, 100, Ink::Paper);
    canvas.rect(176, 256, 128, 34, Ink::Dark);
    let shown = format!("{grams:>5} G");
    canvas.text((186, 262), 4, &shown, Ink::Gold);
}

fn slip(canvas: &mut Canvas, says: &str, mark: &str) {
    canvas.shape(&[(136, 34), (352, 26), (362, 300), (146, 312)], Ink::Shade);
    canvas.shape(&[(130, 28), (346, 20), (356, 294), (140, 306)], Ink::Paper);
    canvas.text((156, 50), 5, says, Ink::Dark);
    canvas.text((158, 88), 3, mark, Ink::Dark);
    for row in 0..6 {
        canvas.line(&[(160, 124 + row * 18), (326 - (row % 3) * 30, 122 + row * 18)], 3, Ink::Grey);
    }
    for bar in 0..26 {
        canvas.rect(162 + bar * 6, 240, 2 + (bar * 7) % 4, 36, Ink::Dark);
    }
    canvas.oval((306, 214), 26, 26, Ink::Red);
    canvas.oval((306, 214), 21, 21, Ink::Paper);
    canvas.text((292, 209), 3, "OK", Ink::Red);
}

/// A paper of one page: a heading and lines.
///
/// # Errors
/// Never in practice: it is written into memory.
pub fn paper(heading: &str, lines: &[String]) -> Result<Vec<u8>> {
    let plain = |text: &str| -> String {
        let keep = text.chars().map(|c| if c.is_ascii() && !c.is_control() { c } else { '?' });
        keep.collect::<String>().replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)")
    };
    let mut page = format!("BT /F1 20 Tf 72 760 Td ({}) Tj ET\n", plain(heading));
    for (line, y) in lines.iter().zip((0..720).rev().step_by(20)) {
        writeln!(page, "BT /F1 12 Tf 72 {y} Td ({}) Tj ET", plain(line))?;
    }
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (no, object) in (1..).zip(&objects) {
        places.push(file.len());
        write!(file, "{no} 0 obj\n{object}\nendobj\n")?;
    }
    let table = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1)?;
    for place in places {
        writeln!(file, "{place:010} 00000 n ")?;
    }
    let count = objects.len() + 1;
    write!(file, "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n")?;
    Ok(file.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_and_scene_differs_and_is_small() {
        let shapes = [
            Shape::Lamp,
            Shape::Shirt,
            Shape::Cup,
            Shape::Bag,
            Shape::Book,
            Shape::Device,
            Shape::Bottle,
            Shape::Tent,
        ];
        let mut all: Vec<Vec<u8>> =
            shapes.into_iter().map(|shape| thumbnail(shape).expect("a picture")).collect();
        let scenes = shapes
            .into_iter()
            .flat_map(|shape| [Look::Whole, Look::Broken].map(|look| Scene::Goods { shape, look }));
        let others = [
            Scene::Goods { shape: Shape::Lamp, look: Look::OffColour },
            Scene::Goods { shape: Shape::Shirt, look: Look::OffColour },
            Scene::Parcel { torn: true },
            Scene::Parcel { torn: false },
            Scene::Scale { grams: 1_450 },
            Scene::Slip { says: "RECEIPT" },
        ];
        all.extend(scenes.chain(others).map(|scene| picture(scene, "D-0001").expect("a picture")));
        assert!(all.iter().all(|png| png.len() < 20_000), "small enough to make hundreds");
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn a_paper_names_its_places_rightly() {
        let file = paper("Receipt (copy)", &["Order D-0001".to_owned()]).expect("a paper");
        let text = String::from_utf8(file).expect("plain");
        let table = text.find("xref\n").expect("a table");
        assert!(text.contains(&format!("startxref\n{table}\n")) && text.contains("(Receipt \\(copy\\))"));
        for no in 1..=5 {
            let place = text.find(&format!("{no} 0 obj")).expect("an object");
            assert!(text[table..].contains(&format!("{place:010} 00000 n")));
        }
    }
}
