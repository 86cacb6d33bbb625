package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class GifTest {

    @Test
    void another_reader_sees_the_pixels_that_were_drawn() throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(Gif.draw("0123012", "3210321", "1111111")));
        assertThat(image.getWidth()).isEqualTo(7);
        assertThat(image.getHeight()).isEqualTo(3);
        assertThat(image.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0x003366);
        assertThat(image.getRGB(3, 0) & 0xFFFFFF).isEqualTo(0xCC0000);
        assertThat(image.getRGB(5, 1) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        assertThat(image.getRGB(6, 2) & 0xFFFFFF).isEqualTo(0x003366);
    }
}
