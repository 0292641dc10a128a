#!/usr/bin/env bash
# Certificates for mutual TLS, made as docs/tls.md tells: an authority, one for the manager and one for each host.

make_certificates() {
  [ "$PLAN_MTLS" = 1 ] || return 0
  local host
  mkdir -p "$LAB_DIR/authority"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -sha256 -days 365 -subj "/CN=HALO authority" \
    -keyout "$LAB_DIR/authority/ca.key" -out "$LAB_DIR/authority/ca.crt" 2>/dev/null
  certify mgmt client halo-manager clientAuth
  for host in "${HOSTS[@]}"; do certify "$host" server "$host" serverAuth; done
}

# certify HOST FILE NAME PURPOSE
certify() {
  local folder
  folder=$(host_dir "$1")/etc
  cp "$LAB_DIR/authority/ca.crt" "$folder/"
  (
    umask 077
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$3" -keyout "$folder/$2.key" -out "$folder/$2.csr" 2>/dev/null
  )
  openssl x509 -req -in "$folder/$2.csr" -CA "$LAB_DIR/authority/ca.crt" -CAkey "$LAB_DIR/authority/ca.key" -CAcreateserial -sha256 -days 365 \
    -extfile <(printf 'subjectAltName=DNS:%s\nextendedKeyUsage=%s\n' "$3" "$4") -out "$folder/$2.crt" 2>/dev/null
  rm "$folder/$2.csr"
  printf 'HALO_MTLS=1\n' >>"$folder/environment"
}
