#!/bin/sh
# Makes certificates for tests in the directory that is named: an authority (ca.pem), and good, wrong-host, expired and
# self-signed ones (NAME.pem with NAME.key). usage: make_certificates.sh DIRECTORY
set -eu
cd "$1"
make_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
sign() { # NAME SUBJECT-ALTERNATIVE-NAMES DAYS
    make_key "$1"
    openssl req -new -key "$1.key" -subj "/CN=$1.test" -out "$1.csr"
    printf 'subjectAltName=%s\nbasicConstraints=CA:FALSE\n' "$2" > "$1.ext"
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$3" -extfile "$1.ext" -out "$1.pem"
}
make_key ca
openssl req -x509 -key ca.key -subj "/CN=Countersign test authority" -days 30 -out ca.pem \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
sign good "IP:127.0.0.1,DNS:localhost" 30
sign wrong-host "DNS:other.test" 30
sign expired "IP:127.0.0.1,DNS:localhost" -1
make_key self-signed
openssl req -x509 -key self-signed.key -subj "/CN=localhost" -days 30 -out self-signed.pem \
    -addext "subjectAltName=IP:127.0.0.1,DNS:localhost"
