using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FineFlow.AspNetCore.Tests;

/// <summary>Certificates for https that nobody else trusts.</summary>
internal static class SelfSigned
{
    /// <summary>Writes a certificate for "fineflow" with its key, PEM.</summary>
    /// <returns>The file.</returns>
    public static string Write(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=fineflow", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return file;
    }
}
