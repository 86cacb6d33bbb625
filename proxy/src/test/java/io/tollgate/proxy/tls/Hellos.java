package io.tollgate.proxy.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Client hellos built byte by byte, as no proper client would send them. */
public final class Hellos {

    private Hellos() {}

    /** A record with a TLS 1.2 hello that asks for this name. */
    public static byte[] withName(String name) {
        return withNameList(entry(0, name.getBytes(UTF_8)));
    }

    /** A record with a TLS 1.2 hello that knows RSA signatures and RSA suites alone. */
    public static byte[] ofRsaOnly(String name) {
        byte[] hello = withName(name);
        for (int i = 0; i + 3 < hello.length; i++) {
            if (hello[i] == (byte) 0xC0 && hello[i + 1] == 0x2B) {
                hello[i + 1] = 0x2F; // ECDHE_RSA_AES_128_GCM
            }
            if (hello[i] == 0 && hello[i + 1] == 2 && hello[i + 2] == 4 && hello[i + 3] == 3) {
                hello[i + 3] = 1; // rsa_pkcs1_sha256
            }
        }
        return hello;
    }

    /** A record with a hello whose server_name extension holds this list, right or wrong. */
    public static byte[] withNameList(byte[] list) {
        return withExtension(concat(length16(list.length), list));
    }

    /** A record with a hello whose server_name extension has this content, right or wrong. */
    public static byte[] withExtension(byte[] serverName) {
        return record(message(concat(new byte[] {0, 0}, length16(serverName.length), serverName, new byte[] {
            0,
            10,
            0,
            4,
            0,
            2,
            0,
            23, // supported_groups: secp256r1
            0,
            13,
            0,
            4,
            0,
            2,
            4,
            3, // signature_algorithms: ecdsa_secp256r1_sha256
            0,
            11,
            0,
            2,
            1,
            0, // ec_point_formats: uncompressed
            0,
            23,
            0,
            0 // extended_master_secret
        })));
    }

    static byte[] entry(int type, byte[] name) {
        return concat(new byte[] {(byte) type}, length16(name.length), name);
    }

    static byte[] message(byte[] extensions) {
        byte[] body = concat(
                new byte[] {3, 3},
                new byte[32],
                new byte[] {0},
                new byte[] {0, 4, (byte) 0xC0, 0x2B, 0, (byte) 0xFF}, // ECDHE_ECDSA_AES_128_GCM, no renegotiation
                new byte[] {1, 0},
                extensions.length == 0 ? extensions : concat(length16(extensions.length), extensions));
        return concat(new byte[] {1, 0}, length16(body.length), body);
    }

    static byte[] record(byte[] content) {
        return concat(new byte[] {22, 3, 1}, length16(content.length), content);
    }

    private static byte[] length16(int length) {
        return new byte[] {(byte) (length >> 8), (byte) length};
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
