# SPDX-License-Identifier: GPL-2.0-or-later
# enrol.py KEY CERT.der IMAGE FOLDER: what turns on Secure Boot with a platform key of our own, as files for efivarfs:
# the key CERT is platform key, key-exchange key and machine owner key; db has who signed IMAGE (a Debian kernel).
import struct, subprocess, sys, uuid

GLOBAL = uuid.UUID('8be4df61-93ca-11d2-aa0d-00e098032b8c')
SECURITY = uuid.UUID('d719b2cb-3d3a-4596-a3bc-dad00e67656f')
SHIM = uuid.UUID('605dab50-e046-4300-abb6-3dd810dd8b23')
X509 = uuid.UUID('a5c059a1-94e4-4aa7-87b5-ab155c2bf072')
PKCS7 = uuid.UUID('4aafd29d-68df-49ee-8aa9-347d375665a7')
NV_BS_RT, TIME_AUTHENTICATED = 7, 0x20

key, cert, image, folder = sys.argv[1:]


def openssl(*words, data=b''):
    return subprocess.run(('openssl',) + words, input=data, stdout=subprocess.PIPE, check=True).stdout


def signature_list(der):
    return (X509.bytes_le + struct.pack('<III', 28 + 16 + len(der), 0, 16 + len(der)) + SHIM.bytes_le + der)


def signer(path):
    """The certificate in the signature of a PE image."""
    d = open(path, 'rb').read()
    pe = struct.unpack_from('<I', d, 0x3c)[0]
    offset, size = struct.unpack_from('<II', d, pe + 24 + 112 + 4 * 8)
    if not size:
        sys.exit(77)
    pem = openssl('pkcs7', '-inform', 'DER', '-print_certs', data=d[offset + 8:offset + size])
    return openssl('x509', '-outform', 'DER', data=pem)


def authenticated(name, vendor, content):
    """EFI_VARIABLE_AUTHENTICATION_2 before the content."""
    attributes = NV_BS_RT | TIME_AUTHENTICATED
    time = struct.pack('<HBBBBBBIhBB', 2026, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    signed = name.encode('utf-16-le') + vendor.bytes_le + struct.pack('<I', attributes) + time + content
    p7 = openssl('smime', '-sign', '-binary', '-noattr', '-md', 'sha256', '-inkey', key, '-signer', folder + '/cert.pem',
                 '-outform', 'DER', data=signed)
    p7 = p7[4 + 11 + 4:]    # the SignedData alone: firmware looks for its parts at fixed places
    return (struct.pack('<I', attributes) + time + struct.pack('<IHH', 24 + len(p7), 0x200, 0xef1) + PKCS7.bytes_le +
            p7 + content)


ours = open(cert, 'rb').read()
open(folder + '/cert.pem', 'wb').write(openssl('x509', '-inform', 'DER', data=ours))
variables = [
    ('MokListRT', SHIM, struct.pack('<I', NV_BS_RT) + signature_list(ours)),
    ('MokListTrustedRT', SHIM, struct.pack('<IB', NV_BS_RT, 1)),
    ('db', SECURITY, authenticated('db', SECURITY, signature_list(signer(image)))),
    ('KEK', GLOBAL, authenticated('KEK', GLOBAL, signature_list(ours))),
    ('PK', GLOBAL, authenticated('PK', GLOBAL, signature_list(ours))),
]
for n, (name, vendor, content) in enumerate(variables):
    open('%s/%d-%s-%s' % (folder, n, name, vendor), 'wb').write(content)
