using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Chat.E2E;

/// <summary>Lets a site speak HTTPS on this machine; browsers here are told to believe it.</summary>
internal static class SelfMadeCertificate
{
    public static string In(DirectoryInfo directory)
    {
        var file = Path.Combine(directory.FullName, "certificate.pfx");
        if (!File.Exists(file))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx));
        }

        return file;
    }
}
