package dev.groma.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModuleSourceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "./net | Local[path=./net]",
        "../a/b | Local[path=../a/b]",
        "git::https://h/r.git | Git[url=https://h/r.git, ref=null, subdirectory=]",
        "git::https://u:p@h/r.git//a/b?ref=v1 | Git[url=https://u:p@h/r.git, ref=v1,"
            + " subdirectory=a/b]",
        "git::ssh://git@h/r.git?depth=1&ref=x | Git[url=ssh://git@h/r.git, ref=x, subdirectory=]",
        "git@h.com:o/r.git//m | Git[url=git@h.com:o/r.git, ref=null, subdirectory=m]",
        "git::file:///srv/r//m | Git[url=file:///srv/r, ref=null, subdirectory=m]",
        "github.com/o/r//m?ref=v2 | Git[url=https://github.com/o/r.git, ref=v2, subdirectory=m]",
        "bitbucket.org/o/r.git | Git[url=https://bitbucket.org/o/r.git, ref=null, subdirectory=]",
        "https://h/m.zip | Archive[url=https://h/m.zip, kind=ZIP, checksum=null, subdirectory=]",
        "https://h/m.tgz//in?key=1 | Archive[url=https://h/m.tgz?key=1, kind=TAR_GZ, checksum=null,"
            + " subdirectory=in]",
        "https://h/m?archive=tar.gz | Archive[url=https://h/m, kind=TAR_GZ, checksum=null,"
            + " subdirectory=]",
        "/srv/m.tar//x | Archive[url=file:///srv/m.tar, kind=TAR, checksum=null, subdirectory=x]",
      })
  void sourcesAreTakenApart(String text, String expected) {
    assertThat(ModuleSource.parse(text)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hashicorp/consul/aws | is the address of a module in a registry",
        "app.terraform.io/o/n/p//sub | is the address of a module in a registry",
        "hg::https://h/r | does not read modules by \"hg::\"",
        "s3::https://h/r | does not read modules by \"s3::\"",
        "net | begins with \"./\" or \"../\"",
        "https://h/r.git | Write \"git::\" before",
        "https://h/file.rar | does not end in .zip",
        "git::https://h/r?ref=--upload-pack=x | cannot begin with a dash",
        "git::--upload-pack=x | no URL behind",
        "https://h/m.zip?checksum=md5:12 | 64 hexadecimal digits",
      })
  void whatCannotBeUsedSaysWhyAndWhatCan(String text, String reason) {
    assertThat(ModuleSource.parse(text))
        .isInstanceOfSatisfying(
            ModuleSource.Unusable.class,
            unusable -> assertThat(unusable.reason()).contains(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"https://h/m.zip?checksum=sha256:AB | 64 hexadecimal digits"})
  void checksumsAreWhole(String text, String reason) {
    assertThat(ModuleSource.parse(text))
        .isInstanceOfSatisfying(
            ModuleSource.Unusable.class,
            unusable -> assertThat(unusable.reason()).contains(reason));
  }
}
