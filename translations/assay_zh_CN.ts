<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Error</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>EvaluationData</name>
    <message>
        <source>Known groups</source>
        <translation>训练中出现过的组</translation>
    </message>
    <message>
        <source>Unknown groups</source>
        <translation>训练中未出现的组</translation>
    </message>
    <message>
        <source>There is nothing to find in these images; the model draws %1 false boxes.</source>
        <translation>这些图像里没有要找的目标；模型画出了 %1 个误检框。</translation>
    </message>
    <message>
        <source>Finds %1 % of defects (%2–%3 %)</source>
        <translation>检出 %1 % 的缺陷（%2–%3 %）</translation>
    </message>
    <message>
        <source>%1 with no false box in %2 images.</source>
        <translation>%1，%2 张图像中没有误检框。</translation>
    </message>
    <message>
        <source>%1 with one false box in %2 images.</source>
        <translation>%1，平均每 %2 张图像有一个误检框。</translation>
    </message>
    <message>
        <source>%1 with %2 false boxes an image.</source>
        <translation>%1，平均每张图像有 %2 个误检框。</translation>
    </message>
    <message>
        <source>Flags %1 % of the images with a defect (%2–%3 %).</source>
        <translation>标记出 %1 % 的缺陷图像（%2–%3 %）。</translation>
    </message>
    <message>
        <source>Flags %1 % of the clean images (%2–%3 %).</source>
        <translation>误标记 %1 % 的无缺陷图像（%2–%3 %）。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1%2</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>No split</source>
        <translation>未划分</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <source>Withheld</source>
        <translation>标签保留</translation>
    </message>
    <message>
        <source>%1 missed</source>
        <translation>漏检 %1</translation>
    </message>
    <message>
        <source>false %1 %</source>
        <translation>误检 %1 %</translation>
    </message>
    <message>
        <source>found</source>
        <translation>检出</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Triples</source>
        <translation>三元组</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Sentences</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>not flagged</source>
        <translation>未标记</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>the project has no image</source>
        <translation>项目中没有图像</translation>
    </message>
    <message>
        <source>the project has no data</source>
        <translation>项目中没有数据</translation>
    </message>
    <message>
        <source>the project has no class</source>
        <translation>项目中没有类别</translation>
    </message>
    <message>
        <source>the project is trained by the plugin `%1`, not by `%2`</source>
        <translation>项目由插件 %1 训练，而不是 %2</translation>
    </message>
    <message>
        <source>the project&apos;s task is `%1`, the plugin `%2` learns `%3`</source>
        <translation>项目的任务是 %1，而插件 %2 学习的是 %3</translation>
    </message>
    <message>
        <source>is of a kind that the plugin cannot learn from</source>
        <translation>插件无法学习的类型</translation>
    </message>
    <message>
        <source>`%1` cannot learn from this %2</source>
        <translation>插件 %1 无法从这种数据（%2）中学习</translation>
    </message>
    <message>
        <source>nothing is in the training split</source>
        <translation>训练集是空的</translation>
    </message>
    <message>
        <source>nothing in the training split is labelled</source>
        <translation>训练集中没有任何标注</translation>
    </message>
    <message>
        <source>there is no test split: nothing says how good the model will be</source>
        <translation>没有测试集：无法得知模型的好坏</translation>
    </message>
    <message>
        <source>nothing in the test split is labelled: the model cannot be judged</source>
        <translation>测试集中没有任何标注：无法评判模型</translation>
    </message>
    <message>
        <source>class `%1` has no label in the training split</source>
        <translation>类别“%1”在训练集中没有标注</translation>
    </message>
    <message>
        <source>class `%1` has %2 label in the training split; at least %3 are advised</source>
        <translation>类别“%1”在训练集中有 %2 个标注；建议至少 %3 个</translation>
    </message>
    <message>
        <source>class `%1` has %2 labels in the training split; at least %3 are advised</source>
        <translation>类别“%1”在训练集中有 %2 个标注；建议至少 %3 个</translation>
    </message>
    <message>
        <source>a label has the class `%1`, which the project does not have</source>
        <translation>有标注的类别是“%1”，但项目中没有这个类别</translation>
    </message>
    <message>
        <source>a label of class `%1` has no area</source>
        <translation>类别“%1”的一个标注没有面积</translation>
    </message>
    <message>
        <source>a label of class `%1` lies outside the image of %2 x %3 pixels</source>
        <translation>类别“%1”的一个标注在 %2 × %3 像素的图像之外</translation>
    </message>
    <message>
        <source>a label of class `%1` reaches %2 pixels over the edge of the image</source>
        <translation>类别“%1”的一个标注超出图像边缘 %2 像素</translation>
    </message>
    <message>
        <source>has no reference image, while others have one</source>
        <translation>没有参考图，而其他图像有</translation>
    </message>
    <message>
        <source>has the same content as %1</source>
        <translation>与 %1 的内容相同</translation>
    </message>
    <message>
        <source>has the same content as %1, and one of them is in the test split: the model would be judged by what it has seen</source>
        <translation>与 %1 的内容相同，且其中之一在测试集中：模型会被拿已经见过的内容来评判</translation>
    </message>
    <message>
        <source>the image is missing: %1</source>
        <translation>图像不存在：%1</translation>
    </message>
    <message>
        <source>the image is not a file that can be read: %1</source>
        <translation>图像无法读取：%1</translation>
    </message>
    <message>
        <source>the image is empty: %1</source>
        <translation>图像是空文件：%1</translation>
    </message>
    <message>
        <source>the reference image is missing: %1</source>
        <translation>参考图不存在：%1</translation>
    </message>
    <message>
        <source>the reference image is not a file that can be read: %1</source>
        <translation>参考图无法读取：%1</translation>
    </message>
    <message>
        <source>the reference image is empty: %1</source>
        <translation>参考图是空文件：%1</translation>
    </message>
    <message>
        <source>the table is missing: %1</source>
        <translation>表格不存在：%1</translation>
    </message>
    <message>
        <source>the table is not a file that can be read: %1</source>
        <translation>表格无法读取：%1</translation>
    </message>
    <message>
        <source>the table is empty: %1</source>
        <translation>表格是空文件：%1</translation>
    </message>
    <message>
        <source>the file of triples is missing: %1</source>
        <translation>三元组文件不存在：%1</translation>
    </message>
    <message>
        <source>the file of triples is not a file that can be read: %1</source>
        <translation>三元组文件无法读取：%1</translation>
    </message>
    <message>
        <source>the file of triples is empty: %1</source>
        <translation>三元组文件是空文件：%1</translation>
    </message>
    <message>
        <source>the document is missing: %1</source>
        <translation>文档不存在：%1</translation>
    </message>
    <message>
        <source>the document is not a file that can be read: %1</source>
        <translation>文档无法读取：%1</translation>
    </message>
    <message>
        <source>the document is empty: %1</source>
        <translation>文档是空文件：%1</translation>
    </message>
    <message>
        <source>the file of entity names is missing: %1</source>
        <translation>实体名称文件不存在：%1</translation>
    </message>
    <message>
        <source>the file of entity names is not a file that can be read: %1</source>
        <translation>实体名称文件无法读取：%1</translation>
    </message>
    <message>
        <source>the file of entity names is empty: %1</source>
        <translation>实体名称文件是空文件：%1</translation>
    </message>
    <message>
        <source>and %1 more: %2</source>
        <translation>还有 %1 项：%2</translation>
    </message>
    <message>
        <source>classes have no label for training</source>
        <translation>没有训练标注的类别</translation>
    </message>
    <message>
        <source>classes have very few labels</source>
        <translation>标注很少的类别</translation>
    </message>
    <message>
        <source>labels of an unknown class</source>
        <translation>类别未知的标注</translation>
    </message>
    <message>
        <source>labels without area</source>
        <translation>没有面积的标注</translation>
    </message>
    <message>
        <source>labels outside the image</source>
        <translation>图像之外的标注</translation>
    </message>
    <message>
        <source>labels over the edge</source>
        <translation>超出图像边缘的标注</translation>
    </message>
    <message>
        <source>images without a reference</source>
        <translation>没有参考图的图像</translation>
    </message>
    <message>
        <source>duplicates across the test split</source>
        <translation>训练与测试之间的重复内容</translation>
    </message>
    <message>
        <source>duplicates</source>
        <translation>重复内容</translation>
    </message>
    <message>
        <source>files are missing</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>files cannot be read</source>
        <translation>文件无法读取</translation>
    </message>
    <message>
        <source>files are empty</source>
        <translation>文件是空的</translation>
    </message>
    <message>
        <source>the project has no triples; import some with the format `triples`</source>
        <translation>项目中没有三元组；请用 triples 格式导入</translation>
    </message>
    <message>
        <source>`%1` is not true or false</source>
        <translation>“%1”既不是 true 也不是 false</translation>
    </message>
    <message>
        <source>`%1` is not an integer</source>
        <translation>“%1”不是整数</translation>
    </message>
    <message>
        <source>`%1` is not a number</source>
        <translation>“%1”不是数字</translation>
    </message>
    <message>
        <source>`%1` is not text</source>
        <translation>“%1”不是文本</translation>
    </message>
    <message>
        <source>`%1` is not a file's path</source>
        <translation>“%1”不是文件路径</translation>
    </message>
    <message>
        <source>there is no file `%1`</source>
        <translation>没有文件“%1”</translation>
    </message>
    <message>
        <source>`%1` is not one of %2</source>
        <translation>“%1”不在可选项之中：%2</translation>
    </message>
    <message>
        <source>`%1` is outside %2 to %3</source>
        <translation>“%1”不在 %2 到 %3 的范围内</translation>
    </message>
    <message>
        <source>`%1` is outside at least %2</source>
        <translation>“%1”小于最小值 %2</translation>
    </message>
    <message>
        <source>`%1` is outside at most %2</source>
        <translation>“%1”大于最大值 %2</translation>
    </message>
    <message>
        <source>no such option</source>
        <translation>没有这个选项</translation>
    </message>
    <message>
        <source>no such option; did you mean `%1`?</source>
        <translation>没有这个选项；是否指 %1？</translation>
    </message>
    <message>
        <source>`%1` is not one of its choices</source>
        <translation>“%1”不在可选项之中</translation>
    </message>
    <message>
        <source>the format `%1` holds %2 items; the task `%3` needs %4 items</source>
        <translation>格式 %1 的内容是 %2；任务 %3 需要 %4</translation>
    </message>
    <message>
        <source>copying %1 failed: %2</source>
        <translation>复制 %1 失败：%2</translation>
    </message>
    <message>
        <source>the project has this content already as %1; skipped</source>
        <translation>项目中已有相同内容（%1），已略过</translation>
    </message>
    <message>
        <source>the project has this file already, with other content; skipped. Remove the item first to take the new one</source>
        <translation>项目中已有这个文件，但内容不同，已略过。要使用新的内容，请先移除原来的条目</translation>
    </message>
    <message>
        <source>the project is open read-only</source>
        <translation>项目以只读方式打开</translation>
    </message>
    <message>
        <source>this is not in the format `%1`: expected %2</source>
        <translation>这不是 %1 格式：应为 %2</translation>
    </message>
    <message>
        <source>this is not in the format `%1`: expected %2 (it looks like `%3`)</source>
        <translation>这不是 %1 格式：应为 %2（看起来像 %3 格式）</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>the folder does not exist</source>
        <translation>文件夹不存在</translation>
    </message>
    <message>
        <source>this is a file; expected a folder</source>
        <translation>这是文件，应为文件夹</translation>
    </message>
    <message>
        <source>this is a folder; expected a text file</source>
        <translation>这是文件夹，应为文本文件</translation>
    </message>
    <message>
        <source>the folder cannot be read: %1</source>
        <translation>文件夹无法读取：%1</translation>
    </message>
    <message>
        <source>the folder cannot be created: %1</source>
        <translation>文件夹无法创建：%1</translation>
    </message>
    <message>
        <source>this is a binary file; expected text</source>
        <translation>这是二进制文件，应为文本</translation>
    </message>
    <message>
        <source>the file is UTF-16; save it as UTF-8</source>
        <translation>文件是 UTF-16 编码；请另存为 UTF-8</translation>
    </message>
    <message>
        <source>the text is broken: a byte sequence is no UTF-8</source>
        <translation>文本已损坏：其中有不是 UTF-8 的字节</translation>
    </message>
    <message>
        <source>the text is GB18030, not UTF-8; it is converted when read</source>
        <translation>文本是 GB18030 编码而不是 UTF-8；读取时会转换</translation>
    </message>
    <message>
        <source>no image was found for the format `%1`</source>
        <translation>没有找到 %1 格式的图像</translation>
    </message>
    <message>
        <source>there is no image here; expected PNG, JPEG, BMP, TIFF or WebP files</source>
        <translation>这里没有图像；应为 PNG、JPEG、BMP、TIFF 或 WebP 文件</translation>
    </message>
    <message>
        <source>more than a million images; choose a smaller folder</source>
        <translation>图像超过一百万张；请选择小一些的文件夹</translation>
    </message>
    <message>
        <source>this is not a picture that Assay reads</source>
        <translation>这不是 Assay 能读取的图像</translation>
    </message>
    <message>
        <source>none of the %1 images could be read</source>
        <translation>%1 张图像全部无法读取</translation>
    </message>
    <message>
        <source>none of the %1 images could be read; the first: %2: %3</source>
        <translation>%1 张图像全部无法读取；第一张：%2：%3</translation>
    </message>
    <message>
        <source>%1; left out</source>
        <translation>%1；已略过</translation>
    </message>
    <message>
        <source>%1 (named by %2)</source>
        <translation>%1（由 %2 指定）</translation>
    </message>
    <message>
        <source>the reference is %1 x %2 but its image is %3 x %4</source>
        <translation>参考图为 %1 × %2，而图像为 %3 × %4</translation>
    </message>
    <message>
        <source>the same image as %1; the second one is left out with its labels</source>
        <translation>与 %1 是同一张图像；第二张连同标注已略过</translation>
    </message>
    <message>
        <source>the box %1 lies outside the %2 x %3 image</source>
        <translation>框 %1 在 %2 × %3 的图像之外</translation>
    </message>
    <message>
        <source>the box %1 has no area; expected x1 &lt; x2 and y1 &lt; y2</source>
        <translation>框 %1 没有面积；应为 x1 &lt; x2 且 y1 &lt; y2</translation>
    </message>
    <message>
        <source>the box %1 reaches outside the %2 x %3 image and is clipped</source>
        <translation>框 %1 超出 %2 × %3 的图像，已裁剪</translation>
    </message>
    <message>
        <source>the label file says %1 x %2 but the image is %3 x %4; boxes are taken as they are</source>
        <translation>标注文件写的尺寸是 %1 × %2，而图像是 %3 × %4；标注框按原样采用</translation>
    </message>
    <message>
        <source>`%1` is not a label; expected `x1 y1 x2 y2 type`</source>
        <translation>“%1”不是标注；应为 x1 y1 x2 y2 type</translation>
    </message>
    <message>
        <source>class `%1` is unknown; expected 1 open, 2 short, 3 mousebite, 4 spur, 5 copper or 6 pin-hole</source>
        <translation>类别“%1”未知；应为 1 open、2 short、3 mousebite、4 spur、5 copper 或 6 pin-hole</translation>
    </message>
    <message>
        <source>the label file %1 is missing; the image comes in unlabelled</source>
        <translation>标注文件 %1 不存在；图像以未标注状态导入</translation>
    </message>
    <message>
        <source>the split file is missing; only the other one is read</source>
        <translation>缺少一个划分文件；只读取了另一个</translation>
    </message>
    <message>
        <source>`%1` names no pair; expected `groupX/Y/Z.jpg groupX/Y_not/Z.txt`</source>
        <translation>“%1”没有指明图像对；应为 groupX/Y/Z.jpg groupX/Y_not/Z.txt</translation>
    </message>
    <message>
        <source>`%1` is not a label; expected `class x y width height` in fractions of the image</source>
        <translation>“%1”不是标注；应为 class x y width height，数值为相对图像的比例</translation>
    </message>
    <message>
        <source>class %1 is unknown; expected 0 to %2</source>
        <translation>类别 %1 未知；应为 0 到 %2</translation>
    </message>
    <message>
        <source>`%1` is not a fraction of the image; expected numbers from 0 to 1, not pixels</source>
        <translation>“%1”不是相对图像的比例；应为 0 到 1 的数，而不是像素</translation>
    </message>
    <message>
        <source>`names` is missing; expected the list of classes</source>
        <translation>缺少 names；应为类别列表</translation>
    </message>
    <message>
        <source>`names` must list the classes</source>
        <translation>names 应列出各个类别</translation>
    </message>
    <message>
        <source>%1 image(s) have no label file and come in unlabelled</source>
        <translation>%1 张图像没有标注文件，以未标注状态导入</translation>
    </message>
    <message>
        <source>%1 image(s) have no XML file and come in unlabelled</source>
        <translation>%1 张图像没有 XML 文件，以未标注状态导入</translation>
    </message>
    <message>
        <source>%1 image(s) without a mask were left out</source>
        <translation>%1 张没有掩膜的图像已略过</translation>
    </message>
    <message>
        <source>%1 region(s) below 4 pixels were left out</source>
        <translation>%1 个小于 4 像素的区域已略过</translation>
    </message>
    <message>
        <source>%1 crowd region(s) were left out</source>
        <translation>%1 个 crowd 区域已略过</translation>
    </message>
    <message>
        <source>the image id is there already; expected ids that occur once</source>
        <translation>图像编号重复；每个编号只应出现一次</translation>
    </message>
    <message>
        <source>category_id %1 is not among `categories`</source>
        <translation>category_id %1 不在 categories 之中</translation>
    </message>
    <message>
        <source>image_id names no image of `images`</source>
        <translation>image_id 在 images 中没有对应的图像</translation>
    </message>
    <message>
        <source>bbox must be four numbers: x, y, width, height</source>
        <translation>bbox 应为四个数：x、y、宽、高</translation>
    </message>
    <message>
        <source>some boxes begin at 0, so pixels are counted from 0 and not, as in VOC, from 1</source>
        <translation>有的框从 0 开始，因此像素从 0 计数，而不是像 VOC 那样从 1 计数</translation>
    </message>
    <message>
        <source>this is no well-formed XML: %1</source>
        <translation>XML 格式有误：%1</translation>
    </message>
    <message>
        <source>&lt;object&gt; has no &lt;name&gt;; expected a class</source>
        <translation>&lt;object&gt; 中没有 &lt;name&gt;；应有类别</translation>
    </message>
    <message>
        <source>&lt;object&gt; has no &lt;bndbox&gt;</source>
        <translation>&lt;object&gt; 中没有 &lt;bndbox&gt;</translation>
    </message>
    <message>
        <source>the mask is %1 x %2 but its image is %3 x %4</source>
        <translation>掩膜为 %1 × %2，而图像为 %3 × %4</translation>
    </message>
    <message>
        <source>the image lies in no class folder and is left out</source>
        <translation>图像不在任何类别文件夹中，已略过</translation>
    </message>
    <message>
        <source>the file is empty; expected a table with a header row</source>
        <translation>文件是空的；应为带表头的表格</translation>
    </message>
    <message>
        <source>the table has a header but no rows</source>
        <translation>表格只有表头，没有数据行</translation>
    </message>
    <message>
        <source>the columns differ from those of %1</source>
        <translation>列与 %1 的不一致</translation>
    </message>
    <message>
        <source>the column `%1` is there twice</source>
        <translation>列“%1”出现了两次</translation>
    </message>
    <message>
        <source>a column has no name; expected a header row</source>
        <translation>有一列没有名称；应有表头</translation>
    </message>
    <message>
        <source>the row has %1 fields; expected %2 as in the header</source>
        <translation>这一行有 %1 个字段；按表头应为 %2 个</translation>
    </message>
    <message>
        <source>a quote is opened and never closed</source>
        <translation>引号没有闭合</translation>
    </message>
    <message>
        <source>not valid JSON at %1</source>
        <translation>不是有效的 JSON：%1</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>第 %1 行第 %2 列</translation>
    </message>
    <message>
        <source>`%1` is missing</source>
        <translation>缺少 %1</translation>
    </message>
    <message>
        <source>`%1` must be %2</source>
        <translation>%1 应为 %2</translation>
    </message>
    <message>
        <source>expected a JSON object</source>
        <translation>应为 JSON 对象</translation>
    </message>
    <message>
        <source>not valid YAML: %1</source>
        <translation>不是有效的 YAML：%1</translation>
    </message>
    <message>
        <source>%1 items with %2 labels</source>
        <translation>%1 个条目，%2 个标注</translation>
    </message>
    <message>
        <source>%1; %2 duplicates skipped</source>
        <translation>%1；略过 %2 个重复条目</translation>
    </message>
    <message>
        <source>%1; %2 new classes</source>
        <translation>%1；新增 %2 个类别</translation>
    </message>
    <message>
        <source>%1; %2 duplicates skipped; %3 new classes</source>
        <translation>%1；略过 %2 个重复条目；新增 %3 个类别</translation>
    </message>
    <message>
        <source>the project has no items to export</source>
        <translation>项目中没有可导出的条目</translation>
    </message>
    <message>
        <source>something is there already; expected a new name or an empty folder</source>
        <translation>该位置已有内容；请使用新的名称或空文件夹</translation>
    </message>
    <message>
        <source>the format `%1` can be read but not written</source>
        <translation>格式 %1 只能读取，不能写出</translation>
    </message>
    <message>
        <source>the image is missing; expected it where the project says</source>
        <translation>图像不在项目记录的位置</translation>
    </message>
    <message>
        <source>%1 image(s) left out: not labelled, which the format cannot tell from clean</source>
        <translation>%1 张图像未导出：未标注，而该格式无法把它与“无缺陷”区分开</translation>
    </message>
    <message>
        <source>%1 image(s) left out: DeepPCB needs a template for each</source>
        <translation>%1 张图像未导出：DeepPCB 要求每张图像都有模板</translation>
    </message>
    <message>
        <source>%1 image(s) of the valid split written into trainval</source>
        <translation>%1 张验证集图像写入了 trainval</translation>
    </message>
    <message>
        <source>%1 image(s) without a split written into trainval</source>
        <translation>%1 张未划分的图像写入了 trainval</translation>
    </message>
    <message>
        <source>%1 label(s) of class `%2` left out: DeepPCB has six fixed classes</source>
        <translation>%1 个类别“%2”的标注未导出：DeepPCB 只有固定的六个类别</translation>
    </message>
    <message>
        <source>%1 reference image(s) left out: COCO has no pairs</source>
        <translation>%1 张参考图未导出：COCO 没有图像对</translation>
    </message>
    <message>
        <source>%1 reference image(s) left out: YOLO has no pairs</source>
        <translation>%1 张参考图未导出：YOLO 没有图像对</translation>
    </message>
    <message>
        <source>%1 reference image(s) left out: VOC has no pairs</source>
        <translation>%1 张参考图未导出：VOC 没有图像对</translation>
    </message>
    <message>
        <source>%1 reference image(s) left out: masks have no pairs</source>
        <translation>%1 张参考图未导出：掩膜格式没有图像对</translation>
    </message>
    <message>
        <source>%1 split mark(s) left out: a single COCO file has none</source>
        <translation>%1 个划分标记未导出：单个 COCO 文件没有划分</translation>
    </message>
    <message>
        <source>%1 split mark(s) left out: a mask folder has none</source>
        <translation>%1 个划分标记未导出：掩膜文件夹没有划分</translation>
    </message>
    <message>
        <source>%1 label(s) took the class of their image: a mask has one class</source>
        <translation>%1 个标注采用了图像的类别：一张掩膜只有一个类别</translation>
    </message>
    <message>
        <source>%1 label(s) grew together with a neighbour in the mask</source>
        <translation>%1 个标注在掩膜中与相邻标注连在了一起</translation>
    </message>
    <message>
        <source>%1 polygon(s) written as their boxes</source>
        <translation>%1 个多边形按外接框写出</translation>
    </message>
    <message>
        <source>%1 rotated box(es) written as upright boxes</source>
        <translation>%1 个旋转框按水平框写出</translation>
    </message>
    <message>
        <source>%1 mask(s) written as their boxes</source>
        <translation>%1 个掩膜按外接框写出</translation>
    </message>
    <message>
        <source>%1 box(es) rounded to whole pixels</source>
        <translation>%1 个框取整到整像素</translation>
    </message>
    <message>
        <source>%1 item(s) left out: not an image</source>
        <translation>%1 个条目未导出：不是图像</translation>
    </message>
    <message>
        <source>%1 item(s) left out: not a table</source>
        <translation>%1 个条目未导出：不是表格</translation>
    </message>
    <message>
        <source>the file is empty; expected an image (%1)</source>
        <translation>文件是空的；应为图像（%1）</translation>
    </message>
    <message>
        <source>this is a folder, not an image</source>
        <translation>这是文件夹，不是图像</translation>
    </message>
    <message>
        <source>this is not a regular file</source>
        <translation>这不是普通文件</translation>
    </message>
    <message>
        <source>this is %1, not an image; expected %2</source>
        <translation>这是%1，不是图像；应为 %2</translation>
    </message>
    <message>
        <source>the image is damaged or of a variant that is not supported (%1)</source>
        <translation>图像已损坏，或是不支持的变体（%1）</translation>
    </message>
    <message>
        <source>there is not enough memory for an image of %1 x %2 pixels</source>
        <translation>内存不足，无法容纳 %1 × %2 像素的图像</translation>
    </message>
    <message>
        <source>the image is damaged or cut short; expected %1 x %2 pixels</source>
        <translation>图像已损坏或不完整；应为 %1 × %2 像素</translation>
    </message>
    <message>
        <source>the image has neither 8 nor 16 bits a sample</source>
        <translation>图像的位深既不是 8 位也不是 16 位</translation>
    </message>
    <message>
        <source>the image decodes to %1 x %2 but its header says %3 x %4</source>
        <translation>图像解码后为 %1 × %2，而文件头写的是 %3 × %4</translation>
    </message>
    <message>
        <source>the image header says an empty size; expected at least 1 x 1 pixels</source>
        <translation>文件头写的图像尺寸为零；至少应为 1 × 1 像素</translation>
    </message>
    <message>
        <source>the image is %1 x %2 pixels; at most 2^30 pixels are supported</source>
        <translation>图像为 %1 × %2 像素；最多支持 2^30 像素</translation>
    </message>
    <message>
        <source>the image is %1 x %2 pixels; a side may have at most 2^20</source>
        <translation>图像为 %1 × %2 像素；每边最多 2^20 像素</translation>
    </message>
    <message>
        <source>the JPEG is cut short</source>
        <translation>JPEG 文件不完整</translation>
    </message>
    <message>
        <source>the JPEG is cut short: its end marker is missing after %1 bytes</source>
        <translation>JPEG 文件不完整：%1 字节之后没有结束标记</translation>
    </message>
    <message>
        <source>the JPEG is damaged: %1</source>
        <translation>JPEG 文件已损坏：%1</translation>
    </message>
    <message>
        <source>the PNG is cut short: its end chunk is missing after %1 bytes</source>
        <translation>PNG 文件不完整：%1 字节之后没有结束块</translation>
    </message>
    <message>
        <source>the PNG is damaged: it has no pixels</source>
        <translation>PNG 文件已损坏：没有像素数据</translation>
    </message>
    <message>
        <source>the PNG is damaged: the checksum of its chunk at byte %1 does not fit</source>
        <translation>PNG 文件已损坏：第 %1 字节处数据块的校验和不符</translation>
    </message>
    <message>
        <source>the WebP is cut short after %1 of %2 bytes</source>
        <translation>WebP 文件不完整：共 %2 字节，只有 %1 字节</translation>
    </message>
    <message>
        <source>an animated WebP is not supported; expected a still image</source>
        <translation>不支持动态 WebP；应为静态图像</translation>
    </message>
    <message>
        <source>a JPEG with %1 bits a sample is not supported; expected 8</source>
        <translation>不支持 %1 位的 JPEG；应为 8 位</translation>
    </message>
    <message>
        <source>a TIFF with %1 bits a sample is not supported; expected 8 or 16</source>
        <translation>不支持 %1 位的 TIFF；应为 8 或 16 位</translation>
    </message>
    <message>
        <source>a TIFF with floating point samples is not supported; expected 8- or 16-bit integers</source>
        <translation>不支持浮点 TIFF；应为 8 或 16 位整数</translation>
    </message>
    <message>
        <source>the %1 is cut short after %2 bytes; expected a complete image file</source>
        <translation>%1 在 %2 字节处中断；应为完整的图像文件</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>没有差异</translation>
    </message>
    <message>
        <source>%1 items added, %2 removed, %3 changed (%4 labels added, %5 removed, %6 changed)</source>
        <translation>新增 %1 个条目，移除 %2 个，改动 %3 个（标注：新增 %4，移除 %5，改动 %6）</translation>
    </message>
    <message>
        <source>%1; %2 classes added</source>
        <translation>%1；新增 %2 个类别</translation>
    </message>
    <message>
        <source>%1; %2 classes removed</source>
        <translation>%1；移除 %2 个类别</translation>
    </message>
    <message>
        <source>%1; %2 classes added; %3 classes removed</source>
        <translation>%1；新增 %2 个类别；移除 %3 个类别</translation>
    </message>
    <message>
        <source>there is no project here (no project.yaml); `assay new` makes one</source>
        <translation>这里没有项目（没有 project.yaml）；可新建一个项目</translation>
    </message>
    <message>
        <source>a project is here already</source>
        <translation>这里已经有一个项目</translation>
    </message>
    <message>
        <source>a project&apos;s database (assay.db) is here already, without its project.yaml</source>
        <translation>这里已有项目数据库（assay.db），但没有 project.yaml</translation>
    </message>
    <message>
        <source>the project has format %1, this program reads up to %2</source>
        <translation>项目的格式版本是 %1，本程序最高支持 %2</translation>
    </message>
    <message>
        <source>the database has schema %1, this program reads up to %2</source>
        <translation>数据库的结构版本是 %1，本程序最高支持 %2</translation>
    </message>
    <message>
        <source>the bundle has format %1, this program reads up to %2</source>
        <translation>项目包的格式版本是 %1，本程序最高支持 %2</translation>
    </message>
    <message>
        <source>the run has format %1, this program reads up to %2</source>
        <translation>运行记录的格式版本是 %1，本程序最高支持 %2</translation>
    </message>
    <message>
        <source>class `%1` is there twice</source>
        <translation>类别“%1”出现了两次</translation>
    </message>
    <message>
        <source>unknown key `%1`</source>
        <translation>未知的键 %1</translation>
    </message>
    <message>
        <source>unknown key `%1`; did you mean `%2`?</source>
        <translation>未知的键 %1；是否指 %2？</translation>
    </message>
    <message>
        <source>the database is empty: not a database of Assay</source>
        <translation>数据库是空的：不是 Assay 的数据库</translation>
    </message>
    <message>
        <source>not a database of Assay</source>
        <translation>不是 Assay 的数据库</translation>
    </message>
    <message>
        <source>not a database of Assay: not an SQLite file</source>
        <translation>不是 Assay 的数据库：不是 SQLite 文件</translation>
    </message>
    <message>
        <source>the database is cut short: %1 of %2 bytes</source>
        <translation>数据库不完整：共 %2 字节，只有 %1 字节</translation>
    </message>
    <message>
        <source>the database is cut short after %1 bytes</source>
        <translation>数据库不完整：在 %1 字节处中断</translation>
    </message>
    <message>
        <source>the database does not exist</source>
        <translation>数据库不存在</translation>
    </message>
    <message>
        <source>the database cannot be written</source>
        <translation>数据库无法写入</translation>
    </message>
    <message>
        <source>the database has an older schema and is open read-only</source>
        <translation>数据库的结构版本较旧，而项目以只读方式打开</translation>
    </message>
    <message>
        <source>opening the database failed: %1</source>
        <translation>打开数据库失败：%1</translation>
    </message>
    <message>
        <source>the project&apos;s database failed: %1</source>
        <translation>项目数据库出错：%1</translation>
    </message>
    <message>
        <source>reading the project&apos;s database failed: %1</source>
        <translation>读取项目数据库失败：%1</translation>
    </message>
    <message>
        <source>database is locked</source>
        <translation>数据库正被占用</translation>
    </message>
    <message>
        <source>database or disk is full</source>
        <translation>数据库或磁盘已满</translation>
    </message>
    <message>
        <source>database disk image is malformed</source>
        <translation>数据库文件已损坏</translation>
    </message>
    <message>
        <source>the bundle does not exist</source>
        <translation>项目包不存在</translation>
    </message>
    <message>
        <source>not a bundle (a zstd-compressed tar): %1</source>
        <translation>不是项目包（zstd 压缩的 tar）：%1</translation>
    </message>
    <message>
        <source>the bundle is cut short: `%1` is missing</source>
        <translation>项目包不完整：缺少 %1</translation>
    </message>
    <message>
        <source>the member `%1` is not what the manifest says</source>
        <translation>项目包中的 %1 与清单不符</translation>
    </message>
    <message>
        <source>the bundle unpacks to %1 bytes, and %2 are free</source>
        <translation>项目包解开后有 %1 字节，而可用空间只有 %2 字节</translation>
    </message>
    <message>
        <source>the file has changed since it was imported; import it again</source>
        <translation>文件在导入之后被改动过；请重新导入</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>a bundle&apos;s name must end in .assay</source>
        <translation>项目包的文件名必须以 .assay 结尾</translation>
    </message>
    <message>
        <source>the project has nothing that could be bundled</source>
        <translation>项目中没有可打包的内容</translation>
    </message>
    <message>
        <source>the project has no items that could be split</source>
        <translation>项目中没有可划分的条目</translation>
    </message>
    <message>
        <source>the shares for training and validation add up to more than 1</source>
        <translation>训练与验证的比例之和超过 1</translation>
    </message>
    <message>
        <source>`%1` is more than the %2 labelled items of the training part</source>
        <translation>“%1”超过训练部分已标注的 %2 个条目</translation>
    </message>
    <message>
        <source>the label to change is not there any more</source>
        <translation>要修改的标注已不存在</translation>
    </message>
    <message>
        <source>the project has no item %1</source>
        <translation>项目中没有条目 %1</translation>
    </message>
    <message>
        <source>there is no run `%1`; %2</source>
        <translation>没有运行 %1；%2</translation>
    </message>
    <message>
        <source>there is no dataset version `%1`; known: %2</source>
        <translation>没有数据集版本 %1；已知的有：%2</translation>
    </message>
    <message>
        <source>the program `%1` is neither beside this one nor on PATH</source>
        <translation>程序 %1 既不在本程序旁边，也不在 PATH 中</translation>
    </message>
    <message>
        <source>the library of plugin `%1` is missing: %2</source>
        <translation>插件 %1 的库文件不存在：%2</translation>
    </message>
    <message>
        <source>less than 200 MB are free here</source>
        <translation>此处的可用空间不足 200 MB</translation>
    </message>
    <message>
        <source>there is no plugin `%1`; known: %2</source>
        <translation>没有插件 %1；已知的有：%2</translation>
    </message>
    <message>
        <source>no plugin does the task `%1`; known tasks: %2</source>
        <translation>没有插件能完成任务 %1；已知的任务有：%2</translation>
    </message>
    <message>
        <source>plugin `%1` cannot be used: %2</source>
        <translation>插件 %1 无法使用：%2</translation>
    </message>
    <message>
        <source>the plugin has ABI %1, this program has %2: build it again</source>
        <translation>插件的 ABI 是 %1，本程序是 %2：请重新编译插件</translation>
    </message>
    <message>
        <source>the plugin has ABI %1, this program has %2</source>
        <translation>插件的 ABI 是 %1，本程序是 %2</translation>
    </message>
    <message>
        <source>the plugin was built with torch %1, this program has %2</source>
        <translation>插件是用 torch %1 编译的，本程序使用 %2</translation>
    </message>
    <message>
        <source>the supervisor did not start</source>
        <translation>监督进程没有启动</translation>
    </message>
    <message>
        <source>the supervisor did not start: %1</source>
        <translation>监督进程没有启动：%1</translation>
    </message>
    <message>
        <source>the supervisor did not report within 20 s; see the log</source>
        <translation>监督进程在 20 秒内没有响应；请查看日志</translation>
    </message>
    <message>
        <source>another process supervises this run</source>
        <translation>另一个进程正在监督这个运行</translation>
    </message>
    <message>
        <source>the worker ended with exit code %1</source>
        <translation>工作进程以代码 %1 退出</translation>
    </message>
    <message>
        <source>the worker was ended by signal %1, after %2 restarts</source>
        <translation>工作进程在重启 %2 次后被信号 %1 终止</translation>
    </message>
    <message>
        <source>out of memory; a smaller trainer.batch_size needs less</source>
        <translation>内存不足；减小批大小（trainer.batch_size）可减少占用</translation>
    </message>
    <message>
        <source>the plugin found nothing to learn from</source>
        <translation>插件没有找到可供学习的内容</translation>
    </message>
    <message>
        <source>the last %1 steps up to step %2 gave a loss or gradient that is not finite (%3); lower trainer.learning_rate</source>
        <translation>到第 %2 步为止的最近 %1 步，损失或梯度不是有限值（%3）；请降低学习率（trainer.learning_rate）</translation>
    </message>
    <message>
        <source>the split `%1` has no labelled item</source>
        <translation>划分 %1 中没有已标注的条目</translation>
    </message>
    <message>
        <source>the run&apos;s folder is gone</source>
        <translation>运行的文件夹不存在了</translation>
    </message>
    <message>
        <source>run %1 is running</source>
        <translation>运行 %1 正在进行</translation>
    </message>
    <message>
        <source>run %1 is done: there is nothing left to train</source>
        <translation>运行 %1 已完成：没有需要继续训练的内容</translation>
    </message>
    <message>
        <source>run %1 has no checkpoint yet, so there is no model</source>
        <translation>运行 %1 还没有检查点，因此没有模型</translation>
    </message>
    <message>
        <source>the checkpoint is damaged: %1</source>
        <translation>检查点已损坏：%1</translation>
    </message>
    <message>
        <source>this file of it is missing</source>
        <translation>缺少其中的文件</translation>
    </message>
    <message>
        <source>this file&apos;s content is not what its manifest says</source>
        <translation>文件内容与清单不符</translation>
    </message>
    <message>
        <source>the checkpoint was written by a newer Assay</source>
        <translation>检查点由更新版本的 Assay 写出</translation>
    </message>
    <message>
        <source>the checkpoint is of plugin `%1`, and this run uses `%2`</source>
        <translation>检查点属于插件 %1，而这个运行使用 %2</translation>
    </message>
    <message>
        <source>the checkpoint is of plugin version %1, and version %2 reads %3 to %4</source>
        <translation>检查点的插件版本是 %1，而版本 %2 只能读取 %3 到 %4</translation>
    </message>
    <message>
        <source>the model failed: %1</source>
        <translation>模型出错：%1</translation>
    </message>
    <message>
        <source>the image has no reference image, and this model compares the two</source>
        <translation>图像没有参考图，而这个模型需要把两者比较</translation>
    </message>
    <message>
        <source>class `%1` is not one of the project&apos;s classes</source>
        <translation>类别“%1”不在项目的类别之中</translation>
    </message>
    <message>
        <source>the run cannot be deleted: %1</source>
        <translation>运行无法删除：%1</translation>
    </message>
    <message>
        <source>process %1 on %2</source>
        <translation>%2 上的进程 %1</translation>
    </message>
    <message>
        <source>%1, %2 threads</source>
        <translation>%1，%2 线程</translation>
    </message>
    <message>
        <source>reading images</source>
        <translation>正在读取图像</translation>
    </message>
    <message>
        <source>reading labels</source>
        <translation>正在读取标注</translation>
    </message>
    <message>
        <source>looking for images</source>
        <translation>正在查找图像</translation>
    </message>
    <message>
        <source>copying</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>storing</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>writing images</source>
        <translation>正在写出图像</translation>
    </message>
    <message>
        <source>drawing boards</source>
        <translation>正在绘制电路板</translation>
    </message>
    <message>
        <source>decoding images</source>
        <translation>正在解码图像</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>正在评估</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1失败：%2</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统是只读的</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入输出错误</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>opening the image</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>reading the image</source>
        <translation>读取图像</translation>
    </message>
    <message>
        <source>reading the file</source>
        <translation>读取文件</translation>
    </message>
    <message>
        <source>opening the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>creating the file</source>
        <translation>创建文件</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>renaming into place</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>opening the event log</source>
        <translation>打开事件日志</translation>
    </message>
    <message>
        <source>writing an event</source>
        <translation>写入事件</translation>
    </message>
    <message>
        <source>writing the label file</source>
        <translation>写出标注文件</translation>
    </message>
    <message>
        <source>the file or folder cannot be used: %1</source>
        <translation>文件或文件夹无法使用：%1</translation>
    </message>
    <message>
        <source>the file of sentences is missing: %1</source>
        <translation>句子文件不存在：%1</translation>
    </message>
    <message>
        <source>the file of sentences is not a file that can be read: %1</source>
        <translation>句子文件无法读取：%1</translation>
    </message>
    <message>
        <source>the file of sentences is empty: %1</source>
        <translation>句子文件是空文件：%1</translation>
    </message>
    <message>
        <source>ssh cannot reach the host: %1</source>
        <translation>ssh 无法连接主机：%1</translation>
    </message>
    <message>
        <source>the folder %1 cannot be written there</source>
        <translation>那里的文件夹 %1 无法写入</translation>
    </message>
    <message>
        <source>there is no program `%1`; the target&apos;s `program` names another</source>
        <translation>那里没有程序 `%1`；可用目标的 `program` 指定另一个</translation>
    </message>
    <message>
        <source>it has Assay %1, and this machine %2</source>
        <translation>那里的 Assay 版本是 %1，本机是 %2</translation>
    </message>
    <message>
        <source>the plugin `%1` is not installed there</source>
        <translation>那里没有安装插件 `%1`</translation>
    </message>
    <message>
        <source>cuda was asked for, and there is no GPU</source>
        <translation>要求使用 cuda，但没有 GPU</translation>
    </message>
    <message>
        <source>only %1 MB are free in %2</source>
        <translation>%2 中仅剩 %1 MB</translation>
    </message>
    <message>
        <source>its clock is more than a minute off</source>
        <translation>其时钟相差超过一分钟</translation>
    </message>
    <message>
        <source>Slurm does not answer: %1</source>
        <translation>Slurm 没有响应：%1</translation>
    </message>
    <message>
        <source>Slurm has no partition `%1`</source>
        <translation>Slurm 没有分区 `%1`</translation>
    </message>
    <message>
        <source>Slurm has no partition `%1`: %2</source>
        <translation>Slurm 没有分区 `%1`：%2</translation>
    </message>
    <message>
        <source>Slurm refused the job: %1</source>
        <translation>Slurm 拒绝了作业：%1</translation>
    </message>
    <message>
        <source>`%1` cannot be a %2</source>
        <translation>`%1` 不能用作 %2</translation>
    </message>
    <message>
        <source>host `%1` is there twice</source>
        <translation>主机 `%1` 出现了两次</translation>
    </message>
    <message>
        <source>target `%1` is there twice</source>
        <translation>目标 `%1` 出现了两次</translation>
    </message>
    <message>
        <source>an ssh target needs `hosts`, a list</source>
        <translation>ssh 目标需要 `hosts` 列表</translation>
    </message>
    <message>
        <source>a target needs a name other than local</source>
        <translation>目标需要一个不是 local 的名称</translation>
    </message>
    <message>
        <source>this is no name of a variable</source>
        <translation>这不是变量名</translation>
    </message>
    <message>
        <source>a host must be a name</source>
        <translation>主机必须是一个名称</translation>
    </message>
    <message>
        <source>there is no target `%1`; known: %2</source>
        <translation>没有目标 `%1`；已知：%2</translation>
    </message>
    <message>
        <source>hosts %1 of %2 did not come within %3 s</source>
        <translation>%2 台主机中的 %1 在 %3 秒内没有加入</translation>
    </message>
    <message>
        <source>port %1 cannot be used: %2</source>
        <translation>端口 %1 无法使用：%2</translation>
    </message>
    <message>
        <source>%1 does not agree with rank 0 on the %2: it has %3, rank 0 has %4</source>
        <translation>%1 与进程 0 的 %2 不一致：它是 %3，进程 0 是 %4</translation>
    </message>
    <message>
        <source>a batch of %1 samples cannot be shared by %2 ranks</source>
        <translation>一批 %1 个样本无法由 %2 个进程分担</translation>
    </message>
    <message>
        <source>the host cannot be reached: %1</source>
        <translation>无法连接主机：%1</translation>
    </message>
    <message>
        <source>not every node sees the run&apos;s folder: the project must be on a file system that all nodes share</source>
        <translation>并非每个节点都能看到运行的文件夹：项目必须位于所有节点共享的文件系统上</translation>
    </message>
    <message>
        <source>the worker was ended by signal %1</source>
        <translation>工作进程被信号 %1 终止</translation>
    </message>
    <message>
        <source>rank %1 was ended by signal %2</source>
        <translation>进程 %1 被信号 %2 终止</translation>
    </message>
    <message>
        <source>rank %1 ended with exit code %2</source>
        <translation>进程 %1 以退出码 %2 结束</translation>
    </message>
    <message>
        <source>rank %1 lost the connection to the others</source>
        <translation>进程 %1 与其他进程失去连接</translation>
    </message>
    <message>
        <source>hosts came back</source>
        <translation>主机已恢复</translation>
    </message>
    <message>
        <source>host %1 (%2, %3 ranks) came</source>
        <translation>主机 %1（%2，%3 个进程）已加入</translation>
    </message>
    <message>
        <source>host %1 (%2) went away</source>
        <translation>主机 %1（%2）已离开</translation>
    </message>
    <message>
        <source>going on without hosts %1</source>
        <translation>在没有主机 %1 的情况下继续</translation>
    </message>
    <message>
        <source>step %1 was skipped: the loss or a gradient is not finite (%2)</source>
        <translation>第 %1 步已跳过：损失或梯度不是有限值（%2）</translation>
    </message>
    <message>
        <source>a checkpoint could not be written, the one before stays: %1</source>
        <translation>无法写入检查点，保留上一个：%1</translation>
    </message>
    <message>
        <source>resumed with another number of threads or ranks: the weights will differ in the last bits from those of an uninterrupted run</source>
        <translation>以不同的线程数或进程数恢复：权重的末位将与未中断的运行不同</translation>
    </message>
    <message>
        <source>no validation items: the model was not judged</source>
        <translation>没有验证数据：未评估模型</translation>
    </message>
    <message>
        <source>the run has not trained long enough to tell how long a step takes</source>
        <translation>该运行训练时间太短，无法得知每步耗时</translation>
    </message>
    <message>
        <source>%1, 1 thread, %2 ranks</source>
        <translation>%1，1 线程，%2 个进程</translation>
    </message>
    <message>
        <source>%1, %2 threads, %3 ranks</source>
        <translation>%1，%2 线程，%3 个进程</translation>
    </message>
    <message>
        <source>%1, 1 thread</source>
        <translation>%1，1 线程</translation>
    </message>
    <message>
        <source>%1, %2 ranks</source>
        <translation>%1，%2 个进程</translation>
    </message>
    <message>
        <source>waiting for another process that decodes the same images</source>
        <translation>正在等待另一个进程解码相同的图像</translation>
    </message>
    <message>
        <source>kubectl cannot reach the cluster: %1</source>
        <translation>kubectl 无法连接集群：%1</translation>
    </message>
    <message>
        <source>there is no volume claim `%1` in the namespace</source>
        <translation>该命名空间中没有存储卷声明 `%1`</translation>
    </message>
    <message>
        <source>the cluster refuses the job: %1</source>
        <translation>集群拒绝该作业：%1</translation>
    </message>
    <message>
        <source>the cluster cannot be asked: %1</source>
        <translation>无法询问集群：%1</translation>
    </message>
    <message>
        <source>it does not run: %1</source>
        <translation>尚未运行：%1</translation>
    </message>
    <message>
        <source>cuda was asked for, and the target gives its pods no GPU; `gpus` does</source>
        <translation>要求使用 cuda，但目标没有给 Pod 分配 GPU；请设置 `gpus`</translation>
    </message>
    <message>
        <source>without `claim` a pod that is replaced begins again: its checkpoints go with it</source>
        <translation>没有 `claim` 时，被替换的 Pod 会从头开始：检查点随之丢失</translation>
    </message>
    <message>
        <source>the run cannot go on there: its pods kept nothing, which takes a `claim` of the target</source>
        <translation>运行无法在那里继续：其 Pod 没有保留任何内容，需为目标设置 `claim`</translation>
    </message>
    <message>
        <source>you may not %1 in the namespace</source>
        <translation>您在该命名空间中无权执行：%1</translation>
    </message>
    <message>
        <source>the job cannot be given to the cluster: %1</source>
        <translation>无法将作业交给集群：%1</translation>
    </message>
    <message>
        <source>the cluster has given the job up: %1</source>
        <translation>集群已放弃该作业：%1</translation>
    </message>
    <message>
        <source>it has %1 ranks in each pod for %2 GPUs</source>
        <translation>每个 Pod 有 %1 个进程，却只有 %2 个 GPU</translation>
    </message>
    <message>
        <source>at least %1 images of the training split must be labelled as clean, and %2 are: label some without a box</source>
        <translation>训练部分至少要有 %1 张标注为无缺陷的图像，现有 %2 张：请将一些图像标注为没有框</translation>
    </message>
    <message>
        <source>the weights that a model of clean images sees with are missing; run the set-up again to fetch them</source>
        <translation>缺少正常样本模型所用的预训练权重；请重新运行安装以获取</translation>
    </message>
    <message>
        <source>this model learns in one pass over its data, which one process makes: set distributed.ranks to 1</source>
        <translation>该模型只需遍历数据一次，由单个进程完成：请将 distributed.ranks 设为 1</translation>
    </message>
    <message>
        <source>%1 need %2, and %3</source>
        <translation>%1 需要 %2，而 %3</translation>
    </message>
    <message>
        <source>a number of clean images is not below 0</source>
        <translation>无缺陷图像的数目不能小于 0</translation>
    </message>
    <message>
        <source>a block holds at least one item</source>
        <translation>一个块至少包含一个条目</translation>
    </message>
    <message>
        <source>learning what is normal</source>
        <translation>正在学习正常样貌</translation>
    </message>
    <message>
        <source>scoring clean images by the others</source>
        <translation>正在用其余无缺陷图像互相评分</translation>
    </message>
    <message>
        <source>remembering clean images</source>
        <translation>正在记忆无缺陷图像</translation>
    </message>
    <message>
        <source>blocks of %1 leave %2 for %3 parts</source>
        <translation>按 %1 个一块划分只得到 %2 块，而需要分成 %3 个部分</translation>
    </message>
    <message>
        <source>the project has no class: only what is unlike clean images or references can be found</source>
        <translation>项目没有类别：只能找出与干净图像或参考图像不同之处</translation>
    </message>
    <message>
        <source>nothing in the training split is labelled: what differs from the references can be found, as far as made-up defects teach it</source>
        <translation>训练集中没有任何标注：可以找出与参考图像的差异，能力取决于人造缺陷所能教会的程度</translation>
    </message>
    <message>
        <source>Train with two different numbers of labelled images to see what more labels would bring.</source>
        <translation>请用两种不同数量的已标注图像各训练一次，才能看出更多标注会带来什么。</translation>
    </message>
    <message>
        <source>More labels of this kind do not lead to a recall of %1.</source>
        <translation>再多这样的标注也达不到 %1 的召回率。</translation>
    </message>
    <message>
        <source>The labels that are there reach a recall of %1, as far as the curve tells.</source>
        <translation>就曲线来看，现有标注已可达到 %1 的召回率。</translation>
    </message>
    <message>
        <source>About %1 more labelled images would reach a recall of %2, as far as the curve tells.</source>
        <translation>就曲线来看，再标注约 %1 张图像可达到 %2 的召回率。</translation>
    </message>
    <message>
        <source>every image of the training part is labelled: there is nothing to choose from</source>
        <translation>训练集中的图像都已标注：没有可供选择的</translation>
    </message>
    <message>
        <source>none of the images could be looked at</source>
        <translation>没有一张图像能被模型查看</translation>
    </message>
    <message>
        <source>the model says nothing of what an image looks like: this strategy cannot be used with it</source>
        <translation>该模型不提供图像特征：不能使用这种策略</translation>
    </message>
    <message>
        <source>the packed run lengths are damaged</source>
        <translation>压缩的游程编码已损坏</translation>
    </message>
    <message>
        <source>mask `counts` must be a list or a text</source>
        <translation>掩膜的 `counts` 必须是列表或文本</translation>
    </message>
    <message>
        <source>mask `counts` must hold whole numbers</source>
        <translation>掩膜的 `counts` 必须是整数</translation>
    </message>
    <message>
        <source>the mask&apos;s size is out of range</source>
        <translation>掩膜的尺寸超出范围</translation>
    </message>
    <message>
        <source>mask `size` must be two whole numbers: height, width</source>
        <translation>掩膜的 `size` 必须是两个整数：高、宽</translation>
    </message>
    <message>
        <source>mask `counts` do not fit its `size`</source>
        <translation>掩膜的 `counts` 与其 `size` 不符</translation>
    </message>
    <message>
        <source>the polygon is out of range</source>
        <translation>多边形超出范围</translation>
    </message>
    <message>
        <source>%1 part(s) of a label will be read as labels of their own</source>
        <translation>%1 个标注的组成部分将被读作单独的标注</translation>
    </message>
    <message>
        <source>%1 mask(s) that cover no pixel were read as their boxes</source>
        <translation>%1 个不覆盖任何像素的掩膜已按其框读取</translation>
    </message>
    <message>
        <source>comparing with clean images</source>
        <translation>正在与干净图像比较</translation>
    </message>
    <message>
        <source>training %1 (%2 of %3 before the run)</source>
        <translation>正在训练 %1（运行前第 %2 个，共 %3 个）</translation>
    </message>
    <message>
        <source>Unlabelled images</source>
        <translation>未标注图像</translation>
    </message>
    <message>
        <source>learned from %1 that nobody labelled, as a model of the labelled ones saw them</source>
        <translation>从 %1 张无人标注的图像学习，标签由已标注图像训练的模型给出</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>chosen by %1 models that were each trained without another part of the labelled images</source>
        <translation>由 %1 个模型选定，每个训练时缺少已标注图像的不同一份</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>no defect was labelled: learned from defects made up on %1 pairs</source>
        <translation>没有已标注的缺陷：从 %1 对图像上人造的缺陷学习</translation>
    </message>
    <message>
        <source>chosen by %1 models that were each trained without another part of the labelled images, and without a teacher</source>
        <translation>由 %1 个模型选定，每个训练时缺少已标注图像的不同一份，且没有教师</translation>
    </message>
    <message>
        <source>the labelled images were judged by the folds of the run: their boxes are in artifacts/boxes.json of its folder, and only a test part can be judged again</source>
        <translation>已标注图像已由该运行的各折评判：它们的框在其文件夹的 artifacts/boxes.json 中，只有测试部分可以再次评判</translation>
    </message>
    <message>
        <source>Score threshold</source>
        <translation>得分阈值</translation>
    </message>
    <message>
        <source>no labelled defect was held out to choose it by: nothing is known of its recall</source>
        <translation>没有留出带标注的缺陷来选取它：其召回率未知</translation>
    </message>
    <message>
        <source>finds %1 of %2 held-out defects (%3 to %4 % with 95 % certainty; %5 % were asked for)</source>
        <translation>在留出的 %2 个缺陷中找到 %1 个（95 % 置信区间 %3 至 %4 %；要求 %5 %）</translation>
    </message>
    <message>
        <source>finds only %1 of %2 held-out defects (%3 to %4 % with 95 % certainty; %5 % were asked for)</source>
        <translation>在留出的 %2 个缺陷中只找到 %1 个（95 % 置信区间 %3 至 %4 %；要求 %5 %）</translation>
    </message>
    <message>
        <source>finds %1 of %2 held-out defects (%3 to %4 % with 95 % certainty; %5 % were asked for), with %6 false boxes an image (%7 to %8) in %9 images</source>
        <translation>在留出的 %2 个缺陷中找到 %1 个（95 % 置信区间 %3 至 %4 %；要求 %5 %），%9 张图像中平均每张 %6 个误检框（%7 至 %8）</translation>
    </message>
    <message>
        <source>finds only %1 of %2 held-out defects (%3 to %4 % with 95 % certainty; %5 % were asked for), with %6 false boxes an image (%7 to %8) in %9 images</source>
        <translation>在留出的 %2 个缺陷中只找到 %1 个（95 % 置信区间 %3 至 %4 %；要求 %5 %），%9 张图像中平均每张 %6 个误检框（%7 至 %8）</translation>
    </message>
    <message>
        <source>finds %1 of %2 made-up defects (%3 to %4 % with 95 % certainty; %5 % were asked for), because none was labelled: nothing is known of real ones</source>
        <translation>在 %2 个人造缺陷中找到 %1 个（95 % 置信区间 %3 至 %4 %；要求 %5 %），因为没有标注任何缺陷：对真实缺陷一无所知</translation>
    </message>
    <message>
        <source>finds only %1 of %2 made-up defects (%3 to %4 % with 95 % certainty; %5 % were asked for), because none was labelled: nothing is known of real ones</source>
        <translation>在 %2 个人造缺陷中只找到 %1 个（95 % 置信区间 %3 至 %4 %；要求 %5 %），因为没有标注任何缺陷：对真实缺陷一无所知</translation>
    </message>
    <message>
        <source>flags %1 of %2 clean images, each judged by the others: at most %3 % of further ones like them, with 95 % certainty</source>
        <translation>在 %2 张互相评判的合格图像中标记了 %1 张：同类的其他图像中至多 %3 %（95 % 置信度）</translation>
    </message>
    <message>
        <source>The model has learned from these images: they do not show how it does on others.</source>
        <translation>模型学习过这些图像：它们不能说明模型在其他图像上的表现。</translation>
    </message>
    <message>
        <source>The threshold was chosen by these images: they do not show how it does on others.</source>
        <translation>阈值是用这些图像选取的：它们不能说明模型在其他图像上的表现。</translation>
    </message>
    <message>
        <source>This shows a recall of %1 % with 95 % certainty.</source>
        <translation>这以 95 % 的置信度证明召回率达到 %1 %。</translation>
    </message>
    <message>
        <source>This does not show a recall of %1 % with 95 % certainty: too many are missed.</source>
        <translation>这不能以 95 % 的置信度证明召回率达到 %1 %：漏检过多。</translation>
    </message>
    <message>
        <source>This does not show a recall of %1 % with 95 % certainty: %2 defects are too few. %3 more, all of them found, would do.</source>
        <translation>这不能以 95 % 的置信度证明召回率达到 %1 %：%2 个缺陷太少。再有 %3 个且全部找到即可。</translation>
    </message>
    <message>
        <source>This does not show a recall of %1 % with 95 % certainty: %2 images with a defect are too few. %3 more, all of them found, would do.</source>
        <translation>这不能以 95 % 的置信度证明召回率达到 %1 %：%2 张有缺陷的图像太少。再有 %3 张且全部找到即可。</translation>
    </message>
    <message>
        <source>not chosen, because the training was not finished</source>
        <translation>未选取，因为训练没有完成</translation>
    </message>
</context>
<context>
    <name>OptionGroups</name>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Ranks</source>
        <translation>并行进程</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Everything random in a run follows from it.</source>
        <translation>一次运行中的所有随机性都由它决定。</translation>
    </message>
    <message>
        <source>Held-out share</source>
        <translation>留出比例</translation>
    </message>
    <message>
        <source>Share of the labelled training part that is held out for validation when the project has no validation split.</source>
        <translation>项目没有验证集时，从已标注的训练部分中留出用于验证的比例。</translation>
    </message>
    <message>
        <source>Loader threads</source>
        <translation>加载线程</translation>
    </message>
    <message>
        <source>Threads that prepare batches ahead of the training; 0 chooses from the number of cores.</source>
        <translation>提前准备批次的线程数；0 表示按核心数自动选择。</translation>
    </message>
    <message>
        <source>Longest time</source>
        <translation>最长时间</translation>
    </message>
    <message>
        <source>Ends the run after this wall time and anneals the learning rate to it; 0 switches the clock off.</source>
        <translation>达到此时长后结束运行，学习率也据此衰减；0 表示不限时。</translation>
    </message>
    <message>
        <source>Longest in epochs</source>
        <translation>最多轮数</translation>
    </message>
    <message>
        <source>Ends the run after this many passes over the data; 0 means no limit.</source>
        <translation>遍历数据这么多轮后结束运行；0 表示不限。</translation>
    </message>
    <message>
        <source>Longest in steps</source>
        <translation>最多步数</translation>
    </message>
    <message>
        <source>Ends the run after this many optimiser steps; 0 means no limit.</source>
        <translation>优化器走完这么多步后结束运行；0 表示不限。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Samples in one step; 0 leaves it to the plugin.</source>
        <translation>每步的样本数；0 表示由插件决定。</translation>
    </message>
    <message>
        <source>Accumulate</source>
        <translation>梯度累积</translation>
    </message>
    <message>
        <source>Batches whose gradients are added up before one optimiser step.</source>
        <translation>累加多少个批次的梯度后再走一步。</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>AdamW (Loshchilov and Hutter 2019), SGD with momentum, or Adagrad, whose rates fall where gradients are large.</source>
        <translation>AdamW（Loshchilov 与 Hutter，2019）、带动量的 SGD，或 Adagrad（梯度大处学习率下降更快）。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Highest learning rate of the schedule.</source>
        <translation>调度中的最高学习率。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Decoupled weight decay; biases and norms are exempt.</source>
        <translation>解耦的权重衰减；偏置和归一化参数除外。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Momentum of SGD.</source>
        <translation>SGD 的动量。</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>How the learning rate moves over the run.</source>
        <translation>学习率在运行过程中的变化方式。</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Steps over which the learning rate rises from zero.</source>
        <translation>学习率从零升起所用的步数。</translation>
    </message>
    <message>
        <source>Gradient clip</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Gradients with a larger norm are scaled down to it; 0 switches clipping off.</source>
        <translation>范数超过此值的梯度会被缩小到此值；0 表示不裁剪。</translation>
    </message>
    <message>
        <source>Weight averaging</source>
        <translation>权重平均</translation>
    </message>
    <message>
        <source>Decay of the moving average of the weights that is evaluated and shipped; 0 ships the last weights.</source>
        <translation>用于评估和交付的权重滑动平均的衰减系数；0 表示交付最后的权重。</translation>
    </message>
    <message>
        <source>Evaluate every</source>
        <translation>评估间隔</translation>
    </message>
    <message>
        <source>Epochs between evaluations on held-out data; 0 evaluates only at the end. After the first minute they take at most a tenth of the time: what would take more is left out.</source>
        <translation>每隔多少轮在留出数据上评估一次；0 表示只在结束时评估。第一分钟之后，评估最多占用十分之一的时间，超出的评估会被省去。</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>每秒事件数</translation>
    </message>
    <message>
        <source>How often step values are written at most; 0 writes none.</source>
        <translation>每秒最多写入多少次步值；0 表示不写。</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>检查点间隔</translation>
    </message>
    <message>
        <source>Keep checkpoints</source>
        <translation>保留检查点</translation>
    </message>
    <message>
        <source>Newest checkpoints that stay on disk.</source>
        <translation>磁盘上保留最新的几个检查点。</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>自动重启</translation>
    </message>
    <message>
        <source>How often a crashed worker is started again from its last good checkpoint.</source>
        <translation>工作进程崩溃后，从最近可用检查点重新启动的次数。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Where the run computes; auto takes a GPU when there is one.</source>
        <translation>运行在哪里计算；auto 在有 GPU 时使用 GPU。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>CPU threads of the computation; 0 takes every core.</source>
        <translation>计算使用的 CPU 线程数；0 表示使用所有核心。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>数值精度</translation>
    </message>
    <message>
        <source>Channels last</source>
        <translation>通道在后</translation>
    </message>
    <message>
        <source>Memory layout of images in the network; faster for convolutions on most processors.</source>
        <translation>图像在网络中的内存布局；在多数处理器上卷积更快。</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>cpu</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>cuda</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>fp32</source>
        <translation>FP32</translation>
    </message>
    <message>
        <source>bf16</source>
        <translation>BF16</translation>
    </message>
    <message>
        <source>fp16</source>
        <translation>FP16</translation>
    </message>
    <message>
        <source>adamw</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>sgd</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>one_cycle</source>
        <translation>单周期</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>Defect detector</source>
        <translation>缺陷检测器</translation>
    </message>
    <message>
        <source>Finds defects as boxes, by comparison with a reference image or in single images, from few labels.</source>
        <translation>用少量标签学会以框标出缺陷：可与参考图对比，也可只看单张图像。</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>pair</source>
        <translation>成对</translation>
    </message>
    <message>
        <source>single</source>
        <translation>单张</translation>
    </message>
    <message>
        <source>Target recall</source>
        <translation>目标召回率</translation>
    </message>
    <message>
        <source>Share of the held-out defects that must be found; the score threshold is chosen for it.</source>
        <translation>留出缺陷中必须检出的比例；分数阈值据此选定。</translation>
    </message>
    <message>
        <source>Made-up defects</source>
        <translation>合成缺陷</translation>
    </message>
    <message>
        <source>Share of training crops that get one more defect, made from the labelled ones; it helps most when labels are few.</source>
        <translation>有多大比例的训练裁块会额外加入一个由已标注缺陷合成的缺陷；标签越少帮助越大。</translation>
    </message>
    <message>
        <source>Training crop</source>
        <translation>训练裁块</translation>
    </message>
    <message>
        <source>Side of the squares that a pair model learns from; larger sees more surroundings and trains slower.</source>
        <translation>成对模型学习用的方块边长；越大看到的周围越多，训练也越慢。</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Channels of the pair network&apos;s first stage; time and memory grow with its square.</source>
        <translation>成对网络第一级的通道数；时间和内存随其平方增长。</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>骨干网络</translation>
    </message>
    <message>
        <source>lite0</source>
        <translation>EfficientNet-Lite0</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>简单网络</translation>
    </message>
    <message>
        <source>Backbone&apos;s pace</source>
        <translation>骨干网络的学习速度</translation>
    </message>
    <message>
        <source>Single images only; share of the learning rate at which the pretrained backbone is changed, 0 keeps it as it is.</source>
        <translation>仅用于单张图像；预训练骨干网络的学习率占总学习率的比例，0 表示保持不变。</translation>
    </message>
    <message>
        <source>Frozen stages</source>
        <translation>冻结的阶段数</translation>
    </message>
    <message>
        <source>Single images only; the first stages of the pretrained backbone that stay as they are; two of them save about a quarter of a step&apos;s time.</source>
        <translation>仅用于单张图像；预训练骨干网络最前面保持不变的阶段数；设为 2 可使每步时间减少约四分之一。</translation>
    </message>
    <message>
        <source>Input size</source>
        <translation>输入尺寸</translation>
    </message>
    <message>
        <source>Side of the squares that a single-image model learns from; 0 takes the usual image size, between 128 and 320.</source>
        <translation>单张图像模型学习用的方块边长；0 表示取常见图像尺寸，介于 128 和 320 之间。</translation>
    </message>
    <message>
        <source>Align pairs</source>
        <translation>对齐图像对</translation>
    </message>
    <message>
        <source>Move the reference onto the image before comparing, first as a whole, then place by place.</source>
        <translation>对比前先把参考图移到图像上：先整体，再逐处。</translation>
    </message>
    <message>
        <source>Align range</source>
        <translation>对齐范围</translation>
    </message>
    <message>
        <source>Largest displacement of the whole reference that is looked for, in each direction.</source>
        <translation>整张参考图在每个方向上搜索的最大位移。</translation>
    </message>
    <message>
        <source>Local align range</source>
        <translation>局部对齐范围</translation>
    </message>
    <message>
        <source>Largest further displacement of a part of the reference.</source>
        <translation>参考图局部的最大附加位移。</translation>
    </message>
    <message>
        <source>Local align window</source>
        <translation>局部对齐窗口</translation>
    </message>
    <message>
        <source>Side of the square in which a local displacement is judged; larger is steadier, smaller follows bends.</source>
        <translation>判断局部位移所用方块的边长；大则稳定，小则能跟随弯曲。</translation>
    </message>
    <message>
        <source>Eight views</source>
        <translation>八种视角</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Training crops are enlarged or reduced by up to this factor.</source>
        <translation>训练裁块最多按此倍数放大或缩小。</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>拉伸</translation>
    </message>
    <message>
        <source>Largest change of width against height of a training crop, as a share.</source>
        <translation>训练裁块宽高比的最大变化比例。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光照</translation>
    </message>
    <message>
        <source>How much brightness and contrast of grey and colour images vary in training, as a share of the full range.</source>
        <translation>训练中灰度和彩色图像的亮度与对比度变化幅度，占全范围的比例。</translation>
    </message>
    <message>
        <source>Unaligned share</source>
        <translation>不对齐比例</translation>
    </message>
    <message>
        <source>Share of training crops that see the reference as it came, so that a failed alignment does not surprise the model.</source>
        <translation>有多大比例的训练裁块直接使用未对齐的参考图，使模型不怕对齐失败。</translation>
    </message>
    <message>
        <source>Reference shift</source>
        <translation>参考图偏移</translation>
    </message>
    <message>
        <source>Largest random displacement of the reference in training.</source>
        <translation>训练中参考图的最大随机位移。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>Share of the last layer&apos;s channels that are silenced in training.</source>
        <translation>训练时最后一层被静默的通道比例。</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>Doubt about the labelled class, spread over all classes.</source>
        <translation>对所标类别的怀疑程度，均摊到所有类别。</translation>
    </message>
    <message>
        <source>Tile</source>
        <translation>分块</translation>
    </message>
    <message>
        <source>Larger images are predicted in overlapping tiles of this side, so that memory stays bounded. Clean images are remembered and compared in such tiles, too; small ones show smaller defects, and take longer.</source>
        <translation>更大的图像按此边长的重叠分块预测，使内存占用有上限。干净图像也按这样的分块记忆和比较；分块越小，能看到的缺陷越小，耗时越长。</translation>
    </message>
    <message>
        <source>Tile overlap</source>
        <translation>分块重叠</translation>
    </message>
    <message>
        <source>Overlap of neighbouring tiles; a defect up to this size is whole in one of them.</source>
        <translation>相邻分块的重叠量；不超过此尺寸的缺陷会完整落在其中一块。</translation>
    </message>
    <message>
        <source>Overlap of boxes</source>
        <translation>框重叠</translation>
    </message>
    <message>
        <source>Of two boxes that overlap by more than this (intersection over union) the weaker one is dropped.</source>
        <translation>两个框的重叠（交并比）超过此值时，舍弃较弱的一个。</translation>
    </message>
    <message>
        <source>Score floor</source>
        <translation>分数下限</translation>
    </message>
    <message>
        <source>Boxes that are less likely than this to be a defect at all are not reported, whatever the threshold.</source>
        <translation>无论阈值多少，是缺陷的可能性低于此值的框都不报告。</translation>
    </message>
    <message>
        <source>Most boxes</source>
        <translation>最多框数</translation>
    </message>
    <message>
        <source>adagrad</source>
        <translation>Adagrad</translation>
    </message>
    <message>
        <source>Knowledge graph</source>
        <translation>知识图谱</translation>
    </message>
    <message>
        <source>Learns a graph of facts and predicts the missing ones, ranks answers to questions and finds similar entities.</source>
        <translation>学习由事实组成的图谱，预测缺失的事实，对问题的答案排序，并查找相似实体。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>How a triple is scored; auto takes ComplEx, which is the most accurate on most graphs.</source>
        <translation>三元组的打分方式；自动时采用 ComplEx，它在多数图谱上最准确。</translation>
    </message>
    <message>
        <source>complex</source>
        <translation>ComplEx</translation>
    </message>
    <message>
        <source>distmult</source>
        <translation>DistMult</translation>
    </message>
    <message>
        <source>transe</source>
        <translation>TransE</translation>
    </message>
    <message>
        <source>rotate</source>
        <translation>RotatE</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>Numbers that describe an entity (complex ones for ComplEx and RotatE); 0 takes as many as 8 million parameters allow, at most 512.</source>
        <translation>描述一个实体的数的个数（ComplEx 与 RotatE 为复数）；0 表示取 800 万参数所容许的个数，至多 512。</translation>
    </message>
    <message>
        <source>Relation prediction</source>
        <translation>关系预测</translation>
    </message>
    <message>
        <source>Weight of also predicting the relation from its two ends (Chen et al. 2021); 0 switches it off, -1 chooses from the graph.</source>
        <translation>同时由两端预测关系的权重（Chen 等，2021）；0 表示关闭，-1 表示按图谱选择。</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>惩罚项</translation>
    </message>
    <message>
        <source>n3</source>
        <translation>N3</translation>
    </message>
    <message>
        <source>l2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Weight of the penalty</source>
        <translation>惩罚权重</translation>
    </message>
    <message>
        <source>Larger holds the model back more; 0 chooses from the number of entities.</source>
        <translation>越大对模型约束越强；0 表示按实体数选择。</translation>
    </message>
    <message>
        <source>Wrong answers</source>
        <translation>错误答案</translation>
    </message>
    <message>
        <source>What a true answer is compared with in training; all entities, a random sample that a batch shares, or that sample weighted by difficulty.</source>
        <translation>训练时与正确答案比较的对象：全部实体、一批共享的随机样本，或按难度加权的该样本。</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>shared</source>
        <translation>共享样本</translation>
    </message>
    <message>
        <source>self_adversarial</source>
        <translation>自对抗</translation>
    </message>
    <message>
        <source>Sampled wrong answers</source>
        <translation>错误答案样本数</translation>
    </message>
    <message>
        <source>Size of the sample that a batch shares; not used with all entities.</source>
        <translation>一批共享的样本大小；与全部实体比较时不用。</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Distance at which TransE and RotatE find a triple as likely as not.</source>
        <translation>TransE 与 RotatE 认为三元组真假各半的距离。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>How much self-adversarial training looks at the hardest wrong answers; 0 treats them alike.</source>
        <translation>自对抗训练对最难错误答案的侧重程度；0 表示一视同仁。</translation>
    </message>
    <message>
        <source>Answers a question</source>
        <translation>每个问题的答案数</translation>
    </message>
    <message>
        <source>Questions with more known answers are asked in several pieces; 0 asks each at once.</source>
        <translation>已知答案更多的问题分成几次提问；0 表示一次问完。</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Train a small DistMult beside at the end, for a twentieth of the time, so that there is something to compare with.</source>
        <translation>最后另用二十分之一的时间训练一个小的 DistMult，以便比较。</translation>
    </message>
    <message>
        <source>Run to extend</source>
        <translation>待扩展的运行</translation>
    </message>
    <message>
        <source>Number of a run on an earlier version of the graph; what it knows stays as it is, and only new entities and relations are learnt.</source>
        <translation>图谱较早版本上的运行编号；其已知内容保持不变，只学习新的实体与关系。</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Learns one column of a CSV table from its numeric columns; also the example that plugin authors copy.</source>
        <translation>从 CSV 表格的数值列学习其中一列；也是插件作者可以照抄的示例。</translation>
    </message>
    <message>
        <source>Target column</source>
        <translation>目标列</translation>
    </message>
    <message>
        <source>Column to predict; empty means the last one.</source>
        <translation>要预测的列；留空表示最后一列。</translation>
    </message>
    <message>
        <source>Kind of target</source>
        <translation>目标类型</translation>
    </message>
    <message>
        <source>Classes or a quantity; auto takes text and few whole numbers for classes.</source>
        <translation>类别或数量；auto 把文字和少量整数视为类别。</translation>
    </message>
    <message>
        <source>classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>regress</source>
        <translation>回归</translation>
    </message>
    <message>
        <source>Hidden units</source>
        <translation>隐藏单元</translation>
    </message>
    <message>
        <source>Width of each hidden layer.</source>
        <translation>每个隐藏层的宽度。</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>隐藏层数</translation>
    </message>
    <message>
        <source>Number of hidden layers; 0 is a linear model.</source>
        <translation>隐藏层的数量；0 表示线性模型。</translation>
    </message>
    <message>
        <source>Share of hidden units switched off in each training step.</source>
        <translation>每个训练步中关闭的隐藏单元比例。</translation>
    </message>
    <message>
        <source>Read the copper</source>
        <translation>识别铜线</translation>
    </message>
    <message>
        <source>On the six board defects, let the copper islands that a difference touches speak on its class, as far as the labelled images bear that out.</source>
        <translation>对六类电路板缺陷，让差异处所触及的铜岛参与判断类别，但仅限已标注图像能够证实的程度。</translation>
    </message>
    <message>
        <source>Text reader</source>
        <translation>文本阅读器</translation>
    </message>
    <message>
        <source>Finds names in Chinese and English sentences and says how two of them are related; learns either or both from marked sentences.</source>
        <translation>在中英文句子中找出名称，并判断两个名称之间的关系；可从标注好的句子中学习其中一项或两项。</translation>
    </message>
    <message>
        <source>Width of the LSTM in each direction.</source>
        <translation>LSTM 每个方向的宽度。</translation>
    </message>
    <message>
        <source>Share of units switched off in each training step; more for few sentences.</source>
        <translation>每个训练步骤中关闭的单元比例；句子少时应更大。</translation>
    </message>
    <message>
        <source>N3 penalises cubes of moduli, L2 squares, DURA squares of the ends and of their products with the relation; auto takes DURA for ComplEx and DistMult and none for distances.</source>
        <translation>N3 惩罚模的立方，L2 惩罚平方，DURA 惩罚两端及其与关系乘积的平方；自动时 ComplEx 和 DistMult 用 DURA，距离类模型不用。</translation>
    </message>
    <message>
        <source>dura</source>
        <translation>DURA</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>at the end</source>
        <translation>仅在结束时</translation>
    </message>
    <message>
        <source>all cores</source>
        <translation>所有核心</translation>
    </message>
    <message>
        <source>hierarchical</source>
        <translation>分层</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>一直等待</translation>
    </message>
    <message>
        <source>All-reduce</source>
        <translation>全规约</translation>
    </message>
    <message>
        <source>How sums over ranks are formed: in one ring, or within each host first; auto measures both where hosts hold several ranks.</source>
        <translation>各进程之间如何求和：组成一个环，或先在每台主机内部求和；主机上有多个进程时，自动会测量两种方式。</translation>
    </message>
    <message>
        <source>Longest silence</source>
        <translation>最长无响应时间</translation>
    </message>
    <message>
        <source>Workers that say nothing for so long hang: they are ended and started again. 0 waits for ever.</source>
        <translation>工作进程这么久没有任何消息就视为挂起：结束它们并重新启动。0 表示一直等待。</translation>
    </message>
    <message>
        <source>How gradients travel between ranks: as they are, in half the bits, or as products of thin matrices with what is lost made up later (PowerSGD, Vogels and others 2019).</source>
        <translation>梯度如何在进程之间传送：原样、用一半的位数，或作为窄矩阵的乘积，丢失的部分以后补上（PowerSGD，Vogels 等 2019）。</translation>
    </message>
    <message>
        <source>Columns of the thin matrices: more are more exact and more to send.</source>
        <translation>窄矩阵的列数：越多越精确，要传送的也越多。</translation>
    </message>
    <message>
        <source>Ranks</source>
        <translation>并行进程</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>one on each GPU</source>
        <translation>每个 GPU 一个</translation>
    </message>
    <message>
        <source>Processes that train together on this machine, each with its part of every batch; 0 takes one for each GPU, or one without any.</source>
        <translation>在本机上一起训练的进程数，每个进程处理每批数据的一部分；0 表示每个 GPU 一个，没有 GPU 时为一个。</translation>
    </message>
    <message>
        <source>power_sgd</source>
        <translation>PowerSGD</translation>
    </message>
    <message>
        <source>Rank of PowerSGD</source>
        <translation>PowerSGD 的秩</translation>
    </message>
    <message>
        <source>flat</source>
        <translation>单环</translation>
    </message>
    <message>
        <source>Minutes between checkpoints; automatic weighs what one costs against what a crash would lose (Young 1974, a failure a day on each host); 0 writes one only at the end or when stopped.</source>
        <translation>两次检查点之间的分钟数；自动会权衡检查点的代价与崩溃的损失（Young 1974，每台主机每天一次故障）；0 表示仅在结束或停止时写入。</translation>
    </message>
    <message>
        <source>Checkpoint at the latest after</source>
        <translation>最迟多少步后写检查点</translation>
    </message>
    <message>
        <source>Steps after which a checkpoint is written whatever the clock says, unless checkpoints are written only at the end.</source>
        <translation>无论时间如何，到这么多步后都会写入检查点，除非设为仅在结束时写入。</translation>
    </message>
    <message>
        <source>Steps between exchanges</source>
        <translation>交换间隔步数</translation>
    </message>
    <message>
        <source>1 exchanges gradients in every step. More let each rank make so many steps of its own before weights are averaged (local SGD, Stich 2019): less to send, and another result than one rank has.</source>
        <translation>1 表示每一步都交换梯度。更大的值让每个进程先各自走这么多步，再对权重取平均（局部 SGD，Stich 2019）：传送更少，结果与单个进程不同。</translation>
    </message>
    <message>
        <source>Number format of the computation; auto measures and never takes one that is slower than fp32. tf32 is fp32 with shorter factors in products, on GPUs.</source>
        <translation>计算所用的数值格式；auto 会实测，绝不选用比 fp32 慢的格式。tf32 是在 GPU 上以较短因子做乘法的 fp32。</translation>
    </message>
    <message>
        <source>Bucket size</source>
        <translation>分包大小</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>Gradients travel in parcels of this size while earlier layers still compute: larger ones start the network less often, smaller ones start it sooner. `assay plan` says which suits many hosts.</source>
        <translation>在前面的层仍在计算时，梯度按此大小分包传输：包大则启动网络的次数少，包小则开始得早。`assay plan` 会给出适合多台主机的大小。</translation>
    </message>
    <message>
        <source>tf32</source>
        <translation>tf32</translation>
    </message>
    <message>
        <source>CUDA graphs</source>
        <translation>CUDA 图</translation>
    </message>
    <message>
        <source>On a GPU, work whose shapes return is recorded once and then started with one call, which pays for small networks: the steps of a rank alone, and what detectors say of pictures. Batches and pictures that differ run as usual.</source>
        <translation>在 GPU 上，形状重复出现的工作只录制一次，之后用一次调用启动，对小型网络尤其划算：包括单个进程的训练步，以及检测器对图像的判断。形状各异的批次和图像照常运行。</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>仅正常样本</translation>
    </message>
    <message>
        <source>False alarms</source>
        <translation>误报率</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>记忆大小</translation>
    </message>
    <message>
        <source>Even out light</source>
        <translation>均衡亮度</translation>
    </message>
    <message>
        <source>Turn and mirror training crops, and remembered clean images where they are at most 60; switch off when a part or a defect looks different from another side.</source>
        <translation>旋转并镜像训练裁剪；所记住的干净图像不超过 60 张时也镜像这些图像。当零件或缺陷换个方向看起来不同时请关闭。</translation>
    </message>
    <message>
        <source>Compare each image with its reference (pair), look at it alone (single), or know only clean images and find what is unlike them (normal); auto compares when the training images have references, and otherwise takes normal while no labelled image has a defect.</source>
        <translation>将每张图像与其参考图像比较（pair），单独查看（single），或只认识干净图像并找出与之不同的（normal）；auto 在训练图像都有参考图像时进行比较，否则在标注图像都没有缺陷时采用 normal。</translation>
    </message>
    <message>
        <source>False boxes an image</source>
        <translation>每张图像的误检框</translation>
    </message>
    <message>
        <source>At most so many false boxes an image at the chosen threshold, judged on the held-out images; where the target recall asks for more, the recall gives way.</source>
        <translation>在选定阈值下每张图像最多允许的误检框数，按留出的图像评判；若目标召回率要求更多，则召回率让步。</translation>
    </message>
    <message>
        <source>Unlabelled pairs</source>
        <translation>未标注的图像对</translation>
    </message>
    <message>
        <source>Pairs only; at most so many pairs without labels are learned from, with made-up defects on them and their own differences left out. Automatic takes 200 while no labelled image has a defect, and none afterwards.</source>
        <translation>仅限图像对；最多从这么多未标注的图像对学习：在其上制造人造缺陷，并忽略其自身的差异。“自动”在标注图像都没有缺陷时取 200，之后取 0。</translation>
    </message>
    <message>
        <source>Align turned pairs</source>
        <translation>对齐旋转的图像对</translation>
    </message>
    <message>
        <source>Look for references that lie turned or stretched by up to 1.5 degrees, too.</source>
        <translation>也寻找旋转或拉伸至多 1.5 度的参考图像。</translation>
    </message>
    <message>
        <source>Single images only; lite0 starts from weights trained on photographs; resnest50 (split attention) and plain start from nothing unless weights are given, and plain is the fastest on a CPU.</source>
        <translation>仅限单张图像；lite0 从照片上训练的权重开始；resnest50（分裂注意力）和 plain 若未给定权重则从零开始，plain 在 CPU 上最快。</translation>
    </message>
    <message>
        <source>resnest50</source>
        <translation>resnest50</translation>
    </message>
    <message>
        <source>Backbone&apos;s weights</source>
        <translation>骨干网络权重</translation>
    </message>
    <message>
        <source>Single images only; a safetensors file of weights for the backbone under timm&apos;s names, its path absolute or relative to the project; empty takes those that come with it.</source>
        <translation>仅限单张图像；骨干网络权重的 safetensors 文件，采用 timm 的命名，路径可以是绝对路径，也可以相对于项目；留空则使用自带的权重。</translation>
    </message>
    <message>
        <source>Scales of a level</source>
        <translation>各层的尺度</translation>
    </message>
    <message>
        <source>Single images only; sizes that a level of the pyramid looks for, in its strides, as 4, 8, 16; empty divides the levels at 48 and 112 px.</source>
        <translation>仅限单张图像；金字塔每层所寻找的尺寸，以其步长为单位，如 4, 8, 16；留空则在 48 和 112 像素处分层。</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>视图数</translation>
    </message>
    <message>
        <source>Boxes kept per resolution in a square of 640 px before overlapping ones are dropped; a larger tile keeps as many for each such square.</source>
        <translation>去除重叠框之前，每个分辨率在 640 像素见方的区域内保留的框数；更大的图块按其中这样的区域数保留。</translation>
    </message>
    <message>
        <source>Mirror images that are looked at when boxes are found, the image itself among them; what they say is averaged. Two take twice as long; automatic takes four of single images and one of pairs.</source>
        <translation>查找框时查看的镜像图像数（含图像本身）；取其结果的平均。两个需要两倍时间；“自动”对单张图像取四个，对图像对取一个。</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>Single images only; learn which pixels of a box are the defect, and give a mask with each box; auto does when a labelled training image has a mask or a polygon.</source>
        <translation>仅单张图像；同时学习框内哪些像素是缺陷，并为每个框给出掩膜；auto 在某张已标注的训练图像带有掩膜或多边形时启用。</translation>
    </message>
    <message>
        <source>Memory of clean images</source>
        <translation>干净图像的记忆</translation>
    </message>
    <message>
        <source>Anomaly map as input</source>
        <translation>异常图作为输入</translation>
    </message>
    <message>
        <source>Clean images remembered, beside labelled defects; the network sees how unlike clean images each place is, beside the pixels. Images with and without a defect are told apart a little better, and boxes are less tight.</source>
        <translation>记住干净图像且有标注缺陷时：网络除像素外还能看到每一处与干净图像的差异程度。有无缺陷的图像区分得略好，但框不够紧。</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Clean images remembered; share of clean images that may be flagged, for which the threshold of whole images is chosen from clean images alone.</source>
        <translation>记住干净图像时；允许被标记的干净图像的比例，整图的阈值仅由干净图像据此选定。</translation>
    </message>
    <message>
        <source>Clean images remembered; size of what is kept of them. More is slower and helps when clean images differ much.</source>
        <translation>记住干净图像时；所保留内容的大小。更大则更慢，但在干净图像差异较大时有帮助。</translation>
    </message>
    <message>
        <source>Clean images remembered; how much of the differences in brightness between images is taken out before they are compared.</source>
        <translation>记住干净图像时；比较之前，消除图像之间多少亮度差异。</translation>
    </message>
    <message>
        <source>Single images with labelled defects; remember the clean images, too, and judge each image as a whole by how unlike them it is and by its surest box; auto does where 20 clean images can be learned from and five are held out.</source>
        <translation>带有已标注缺陷的单张图像；同时记住干净图像，并依据与其差异程度和最有把握的框来整体判断每张图像；auto 在可供学习的干净图像有 20 张且另有 5 张留出时启用。</translation>
    </message>
    <message>
        <source>Cross-validation</source>
        <translation>交叉验证</translation>
    </message>
    <message>
        <source>Deal the labelled images into so many parts and train as many further models first, each without one part; thresholds follow from what each says of its part, so that every label judges, and the model itself learns from all of them. Each of these trainings takes as long as the run&apos;s own.</source>
        <translation>把已标注图像分成这么多份，先训练同样多个模型，每个缺少其中一份；阈值由各模型对所缺那一份的判断得出，因此每个标签都参与评判，而模型本身从全部标签学习。每次这样的训练与运行本身耗时相同。</translation>
    </message>
    <message>
        <source>Part held out</source>
        <translation>留出的份</translation>
    </message>
    <message>
        <source>Cross-validation; hold out this part of the labelled images and train on the others, as the trainings before the run do.</source>
        <translation>交叉验证；留出这一份已标注图像，用其余图像训练，运行之前的训练即如此。</translation>
    </message>
    <message>
        <source>Learn from unlabelled images</source>
        <translation>从未标注图像学习</translation>
    </message>
    <message>
        <source>Train a teacher first; what it is sure of in training images that nobody labelled is learned from as well, at most twice as many of them as are labelled. The teacher&apos;s training takes as long as the run&apos;s own, and reports say that it was done.</source>
        <translation>先训练一个教师模型；它在无人标注的训练图像中有把握的结果也用于学习，这类图像最多为已标注图像的两倍。教师的训练与运行本身耗时相同，报告会注明这一点。</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图谱</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
</context>
<context>
    <name>ProblemFixes</name>
    <message>
        <source>Make a split</source>
        <translation>划分数据</translation>
    </message>
    <message>
        <source>Import data</source>
        <translation>导入数据</translation>
    </message>
    <message>
        <source>Label images</source>
        <translation>去标注图像</translation>
    </message>
    <message>
        <source>Add a class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Use the defaults</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
</context>
<context>
    <name>RunProgress</name>
    <message>
        <source>epoch %1 of %2</source>
        <translation>第 %1 轮，共 %2 轮</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
</context>
<context>
    <name>Values</name>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>box</source>
        <translation>框</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>objectness</source>
        <translation>有无目标</translation>
    </message>
    <message>
        <source>F1 at the threshold</source>
        <translation>当前阈值下的 F1</translation>
    </message>
    <message>
        <source>precision at the threshold</source>
        <translation>当前阈值下的精确率</translation>
    </message>
    <message>
        <source>recall at the threshold</source>
        <translation>当前阈值下的召回率</translation>
    </message>
    <message>
        <source>recall at 1 false box</source>
        <translation>每图 1 个误检框时的召回率</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>log loss</source>
        <translation>对数损失</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>items per second</source>
        <translation>每秒样本数</translation>
    </message>
    <message>
        <source>gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>main memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>MRR of the baseline</source>
        <translation>基线的 MRR</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>relation</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>penalty</source>
        <translation>惩罚项</translation>
    </message>
    <message>
        <source>names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>relations</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>F1 of names</source>
        <translation>名称 F1</translation>
    </message>
    <message>
        <source>precision of names</source>
        <translation>名称精确率</translation>
    </message>
    <message>
        <source>recall of names</source>
        <translation>名称召回率</translation>
    </message>
    <message>
        <source>macro F1 of relations</source>
        <translation>关系宏平均 F1</translation>
    </message>
    <message>
        <source>micro F1 of relations</source>
        <translation>关系微平均 F1</translation>
    </message>
    <message>
        <source>accuracy of relations</source>
        <translation>关系准确率</translation>
    </message>
    <message>
        <source>macro F1 of the commonest relation</source>
        <translation>最常见关系的宏平均 F1</translation>
    </message>
    <message>
        <source>macro F1 of one telling word</source>
        <translation>单个关键词的宏平均 F1</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>count</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>答案数</translation>
    </message>
    <message>
        <source>confusion</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>AUROC of images</source>
        <translation>图像 AUROC</translation>
    </message>
    <message>
        <source>images found</source>
        <translation>检出图像</translation>
    </message>
    <message>
        <source>false alarms</source>
        <translation>误报率</translation>
    </message>
    <message>
        <source>images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>images of</source>
        <translation>图像类别</translation>
    </message>
    <message>
        <source>all defects</source>
        <translation>全部缺陷</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>无缺陷</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>被标记</translation>
    </message>
    <message>
        <source>share</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>from (95 %)</source>
        <translation>下限（95 %）</translation>
    </message>
    <message>
        <source>to (95 %)</source>
        <translation>上限（95 %）</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>IoU of masks</source>
        <translation>掩膜 IoU</translation>
    </message>
    <message>
        <source>edges</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>框的质量</translation>
    </message>
</context>
<context>
    <name>assay::AboutDialog</name>
    <message>
        <source>About Assay</source>
        <translation>关于 Assay</translation>
    </message>
    <message>
        <source>Assay %1</source>
        <translation>Assay %1</translation>
    </message>
    <message>
        <source>Label a small dataset, train a model on it, and see whether you can trust the result.</source>
        <translation>标注一个小数据集，用它训练模型，并看清结果是否可信。</translation>
    </message>
    <message>
        <source>The workbench is free software under the GNU General Public License, version 3 or later; the engine, the command line and the plugins are under the Apache License 2.0.</source>
        <translation>工作台是自由软件，采用 GNU 通用公共许可证第 3 版或更高版本；引擎、命令行和插件采用 Apache 许可证 2.0。</translation>
    </message>
    <message>
        <source>Qt %1 · settings and caches in %2</source>
        <translation>Qt %1 · 设置与缓存位于 %2</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>assay::ArtifactView</name>
    <message>
        <source>%1 is of the kind “%2”, which this version cannot draw. Its file is kept with the run.</source>
        <translation>%1 的类型是“%2”，此版本无法绘制。文件仍随该次运行保存。</translation>
    </message>
    <message>
        <source>%1 cannot be drawn: %2</source>
        <translation>%1 无法绘制：%2</translation>
    </message>
</context>
<context>
    <name>assay::ChartLegend</name>
    <message>
        <source>Click a name to show or hide its curve</source>
        <translation>单击名称可显示或隐藏曲线</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
</context>
<context>
    <name>assay::ChartPanel</name>
    <message>
        <source>The picture cannot be encoded.</source>
        <translation>图片无法编码。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>已保存 %1。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Logarithmic axis</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>Export picture…</source>
        <translation>导出图片…</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>Export values…</source>
        <translation>导出数值…</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
</context>
<context>
    <name>assay::ClassList</name>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>New class</source>
        <translation>新类别</translation>
    </message>
    <message>
        <source>Add the class</source>
        <translation>添加此类别</translation>
    </message>
    <message>
        <source>There is a class “%1” already.</source>
        <translation>类别“%1”已存在。</translation>
    </message>
    <message>
        <source>The class was not added. %1</source>
        <translation>未能添加类别。%1</translation>
    </message>
</context>
<context>
    <name>assay::ColumnChooser</name>
    <message>
        <source>The first row names the columns</source>
        <translation>第一行是列名</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头实体</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Tail</source>
        <translation>尾实体</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>assay::CommandPalette</name>
    <message>
        <source>Search actions, pages, images and projects</source>
        <translation>搜索操作、页面、图像和项目</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>没有找到匹配项。</translation>
    </message>
</context>
<context>
    <name>assay::ConfusionView</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>true %1, predicted %2: %3</source>
        <translation>真实 %1，预测 %2：%3</translation>
    </message>
    <message>
        <source>predicted →</source>
        <translation>预测 →</translation>
    </message>
    <message>
        <source>true ↓</source>
        <translation>真实 ↓</translation>
    </message>
</context>
<context>
    <name>assay::DataInspector</name>
    <message>
        <source>several</source>
        <translation>多个值</translation>
    </message>
    <message>
        <source>Open to label</source>
        <translation>打开并标注</translation>
    </message>
    <message>
        <source>Remove from the project…</source>
        <translation>从项目中移除…</translation>
    </message>
    <message>
        <source>Withheld: there are labels, but training does not see them</source>
        <translation>标签保留：已有标签，但训练时不使用</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>未选择任何内容</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列数</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>RGBA</source>
        <translation>RGBA</translation>
    </message>
    <message>
        <source>RGB</source>
        <translation>RGB</translation>
    </message>
    <message>
        <source>%1 bit %2</source>
        <translation>%1 位 %2</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考图</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Select items to see and change their properties.</source>
        <translation>选择条目以查看和更改其属性。</translation>
    </message>
</context>
<context>
    <name>assay::DataPage</name>
    <message>
        <source>Size of the pictures (Ctrl and the wheel)</source>
        <translation>图片大小（Ctrl + 滚轮）</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>图片大小</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列数</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>还没有数据</translation>
    </message>
    <message>
        <source>Here is everything the project learns from: pictures with their labels, or tables.
Import a folder, or drop files anywhere on this page.</source>
        <translation>项目学习所用的一切都在这里：带标签的图片，或者表格。
导入一个文件夹，或把文件拖到此页任意位置。</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Nothing meets this filter.</source>
        <translation>没有符合筛选条件的内容。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Reading the last evaluation</source>
        <translation>正在读取上次评估</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export as %1 into a new folder</source>
        <translation>以 %1 格式导出到新文件夹</translation>
    </message>
    <message>
        <source>Split…</source>
        <translation>划分…</translation>
    </message>
    <message>
        <source>Versions…</source>
        <translation>版本…</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Open to label</source>
        <translation>打开并标注</translation>
    </message>
    <message>
        <source>Quick look</source>
        <translation>快速查看</translation>
    </message>
    <message>
        <source>Quick look (Space)</source>
        <translation>快速查看（空格）</translation>
    </message>
    <message>
        <source>Set status: %1</source>
        <translation>设置状态：%1</translation>
    </message>
    <message>
        <source>Set split: %1</source>
        <translation>设置划分：%1</translation>
    </message>
    <message>
        <source>Remove from the project…</source>
        <translation>从项目中移除…</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>正在导入 %1</translation>
    </message>
    <message>
        <source>%1 was not imported; the project is as it was.</source>
        <translation>%1 未导入；项目保持原样。</translation>
    </message>
    <message>
        <source>Imported from %1: %2.</source>
        <translation>已从 %1 导入：%2。</translation>
    </message>
    <message>
        <source>%1 was not imported: it has errors.</source>
        <translation>%1 未导入：其中有错误。</translation>
    </message>
    <message>
        <source>Exporting as %1</source>
        <translation>正在导出为 %1</translation>
    </message>
    <message>
        <source>Nothing was exported.</source>
        <translation>没有导出任何内容。</translation>
    </message>
    <message>
        <source>%1 items with %2 labels were written to %3.</source>
        <translation>%1 项、%2 个标签已写入 %3。</translation>
    </message>
    <message>
        <source>%1 did not work; nothing was changed.</source>
        <translation>%1未成功；没有任何改动。</translation>
    </message>
    <message>
        <source>Setting the split</source>
        <translation>设置划分</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) set to %1.</source>
        <translation>
            <numerusform>%n 项已设为%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Setting the status</source>
        <translation>设置状态</translation>
    </message>
    <message>
        <source>Splitting</source>
        <translation>划分数据</translation>
    </message>
    <message>
        <source>Split: %1 train, %2 valid, %3 test.</source>
        <translation>划分完成：训练 %1，验证 %2，测试 %3。</translation>
    </message>
    <message>
        <source> The labels of %1 items are withheld.</source>
        <translation> 其中 %1 项的标签被保留。</translation>
    </message>
    <message>
        <source> %1 kept the split they had.</source>
        <translation> %1 项保持原有划分。</translation>
    </message>
    <message>
        <source>Remove from the project</source>
        <translation>从项目中移除</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n item(s) and their labels from the project?</source>
        <translation>
            <numerusform>从项目中移除 %n 项及其标签？</numerusform>
        </translation>
    </message>
    <message>
        <source>The files stay where they are. The labels cannot be brought back.</source>
        <translation>文件仍留在原处，但标签无法恢复。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Removing items</source>
        <translation>正在移除</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) removed.</source>
        <translation>
            <numerusform>已移除 %n 项。</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>条目数</translation>
    </message>
    <message>
        <source>at random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>where the model is unsure</source>
        <translation>模型不确定之处</translation>
    </message>
    <message>
        <source>where it is likely to be wrong</source>
        <translation>模型可能出错之处</translation>
    </message>
    <message>
        <source>where it says something else of the mirrored image</source>
        <translation>对镜像图像判断不同之处</translation>
    </message>
    <message>
        <source>unlike all that is labelled</source>
        <translation>与所有已标注图像不同的</translation>
    </message>
    <message>
        <source>likely to be wrong, and of many kinds</source>
        <translation>可能出错且种类多样</translation>
    </message>
    <message>
        <source>Label next…</source>
        <translation>接下来标注…</translation>
    </message>
    <message>
        <source>Which images to label next, as the newest model suggests (Ctrl+L)</source>
        <translation>由最新模型建议接下来标注哪些图像 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Train a model first: it knows what it would learn from.</source>
        <translation>请先训练一个模型：它知道从哪些图像能学到东西。</translation>
    </message>
    <message>
        <source>Nothing could be suggested: %1</source>
        <translation>无法给出建议：%1</translation>
    </message>
    <message>
        <source>What was suggested is not in the project any more.</source>
        <translation>所建议的图像已不在项目中。</translation>
    </message>
</context>
<context>
    <name>assay::DocumentPanel</name>
    <message>
        <source>Text to read</source>
        <translation>要读取的文本</translation>
    </message>
    <message>
        <source>Paste a report here, or drop a text file.</source>
        <translation>在此粘贴报告，或拖入文本文件。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Find facts</source>
        <translation>查找事实</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Entities of the graph that a text names together are proposed with the relation that the model finds likeliest. Tick what is right; a double click changes a relation.</source>
        <translation>文本中一起出现的图谱实体会连同模型认为最可能的关系一并列出。勾选正确的；双击可更改关系。</translation>
    </message>
    <message>
        <source>The text below</source>
        <translation>下方的文本</translation>
    </message>
    <message numerus="yes">
        <source>All %n document(s) of the project</source>
        <translation>
            <numerusform>项目中的全部 %n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 sentences name %2 entities; %3 pairs are linked already, %4 are new.</source>
        <translation>%1 个句子提到 %2 处实体；%3 对已有联系，%4 对是新的。</translation>
    </message>
    <message numerus="yes">
        <source>Accept %n fact(s)</source>
        <translation>
            <numerusform>接受 %n 条事实</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Not all of them are listed.</source>
        <translation>未全部列出。</translation>
    </message>
    <message>
        <source>Text reader</source>
        <translation>文本阅读器</translation>
    </message>
    <message>
        <source>A trained text reader also finds names that the graph does not have, and reads from the sentence how two names are related</source>
        <translation>训练好的文本阅读器还能找出图谱中没有的名称，并从句子中读出两个名称的关系</translation>
    </message>
    <message>
        <source>Names of the graph only</source>
        <translation>仅图谱中的名称</translation>
    </message>
    <message>
        <source>Choose a text reader…</source>
        <translation>选择文本阅读器…</translation>
    </message>
</context>
<context>
    <name>assay::EmbeddingMap</name>
    <message>
        <source>Map of the entities</source>
        <translation>实体分布图</translation>
    </message>
    <message>
        <source>The map is drawn once a model has been trained.</source>
        <translation>训练出模型后即可绘制分布图。</translation>
    </message>
    <message>
        <source>without a type</source>
        <translation>无类型</translation>
    </message>
    <message>
        <source>%1 axis, %2 % of the differences</source>
        <translation>%1轴，占差异的 %2 %</translation>
    </message>
    <message>
        <source>first</source>
        <translation>第一</translation>
    </message>
    <message>
        <source>second</source>
        <translation>第二</translation>
    </message>
</context>
<context>
    <name>assay::EvaluatePage</name>
    <message>
        <source>The evaluation did not finish: %1</source>
        <translation>评估未完成：%1</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Run %1 · %2</source>
        <translation>运行 %1 · %2</translation>
    </message>
    <message>
        <source>Evaluating…</source>
        <translation>正在评估…</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Evaluating. Progress and a button to cancel are in the status bar.</source>
        <translation>正在评估。进度和取消按钮在状态栏中。</translation>
    </message>
    <message>
        <source>Reading the evaluation</source>
        <translation>正在读取评估结果</translation>
    </message>
    <message>
        <source>The result cannot be read: %1</source>
        <translation>无法读取结果：%1</translation>
    </message>
    <message>
        <source>The plugin reports no figure.</source>
        <translation>插件没有给出指标。</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>所有类别</translation>
    </message>
    <message>
        <source>Recall %1 %
Precision %2 %</source>
        <translation>召回率 %1 %
精确率 %2 %</translation>
    </message>
    <message>
        <source>All, class right</source>
        <translation>全部，类别正确</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>最差的在前</translation>
    </message>
    <message>
        <source>Evaluate the chosen run</source>
        <translation>评估所选运行</translation>
    </message>
    <message>
        <source>Export report…</source>
        <translation>导出报告…</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>显示全部图像</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>found</source>
        <translation>检出</translation>
    </message>
    <message>
        <source>false boxes</source>
        <translation>误检框</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Precision and recall</source>
        <translation>精确率与召回率</translation>
    </message>
    <message>
        <source>Confusion: click a cell for its images</source>
        <translation>混淆矩阵：单击单元格查看对应图像</translation>
    </message>
    <message>
        <source>Class or group</source>
        <translation>类别或分组</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>检出</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>False</source>
        <translation>误检</translation>
    </message>
    <message>
        <source>By class and group</source>
        <translation>按类别和分组</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在生成报告</translation>
    </message>
    <message>
        <source>The report was not written: %1</source>
        <translation>报告未能写入：%1</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>已保存 %1。</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 张图像</translation>
    </message>
    <message>
        <source>%1 images</source>
        <translation>%1 张图像</translation>
    </message>
    <message>
        <source>1 item</source>
        <translation>1 项</translation>
    </message>
    <message>
        <source>%1 items</source>
        <translation>%1 项</translation>
    </message>
    <message>
        <source>%1 is %2, measured on %3 items.</source>
        <translation>在 %3 项上测得 %1 为 %2。</translation>
    </message>
    <message>
        <source>True %1, predicted %2 (%3)</source>
        <translation>真实 %1，预测 %2（%3）</translation>
    </message>
    <message>
        <source>Run %1 has not been judged on this split.</source>
        <translation>运行 %1 尚未在这个划分上评判过。</translation>
    </message>
    <message>
        <source>Go to Train</source>
        <translation>前往“训练”</translation>
    </message>
    <message>
        <source>No run to judge yet. Train a model first; its result on data that it has not seen is shown here.</source>
        <translation>还没有可评判的运行。请先训练模型；这里会显示它在未见过的数据上的结果。</translation>
    </message>
    <message>
        <source>Test part</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>Validation part</source>
        <translation>验证集</translation>
    </message>
    <message>
        <source>Training part</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>Images, all classes</source>
        <translation>图像，所有类别</translation>
    </message>
    <message>
        <source>Images with %1</source>
        <translation>含 %1 的图像</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>框</translation>
    </message>
    <message>
        <source>Labels and recall…</source>
        <translation>标注与召回率…</translation>
    </message>
    <message>
        <source>What labels bought so far, and how many more it would take (Ctrl+L)</source>
        <translation>迄今标注带来了什么，还需要多少 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Reading evaluations</source>
        <translation>正在读取评估结果</translation>
    </message>
    <message>
        <source>%1 ms alone, 99 % within %2 ms</source>
        <translation>单张 %1 毫秒，99 % 在 %2 毫秒内</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>assay::EvaluationDetail</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一张</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一张</translation>
    </message>
    <message>
        <source>Correct the labels</source>
        <translation>修正标签</translation>
    </message>
    <message>
        <source>Solid thin: label · dashed: found · thick: missed · dotted: false box</source>
        <translation>细实线：标签 · 虚线：检出 · 粗线：漏检 · 点线：误检</translation>
    </message>
    <message>
        <source>%1 cannot be shown.</source>
        <translation>无法显示 %1。</translation>
    </message>
</context>
<context>
    <name>assay::EvaluationGallery</name>
    <message numerus="yes">
        <source>%n missed</source>
        <translation>
            <numerusform>漏检 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n false</source>
        <translation>
            <numerusform>误检 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wrong class</source>
        <translation>
            <numerusform>类别错误 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>all right</source>
        <translation>全部正确</translation>
    </message>
    <message>
        <source>Images, worst first</source>
        <translation>图像，最差的在前</translation>
    </message>
</context>
<context>
    <name>assay::FacetRow</name>
    <message numerus="yes">
        <source>%1, %n item(s)</source>
        <translation>
            <numerusform>%1，%n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::FacetsPanel</name>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Show all %1</source>
        <translation>显示全部 %1 个</translation>
    </message>
</context>
<context>
    <name>assay::GalleryModel</name>
    <message>
        <source>%1
%2 × %3 px · %4 · %5 · %n box(es)</source>
        <translation>%1
%2 × %3 像素 · %4 · %5 · %n 个框</translation>
    </message>
</context>
<context>
    <name>assay::GalleryView</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
</context>
<context>
    <name>assay::GraphInspector</name>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>To which entity?</source>
        <translation>到哪个实体？</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>事实</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Similar</source>
        <translation>相似</translation>
    </message>
    <message>
        <source>Paths</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Entity</source>
        <translation>实体</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>事实链</translation>
    </message>
    <message>
        <source>Choose an entity to see its facts and what is predicted.</source>
        <translation>选择一个实体，查看它的事实和预测。</translation>
    </message>
    <message numerus="yes">
        <source>%n fact(s)</source>
        <translation>
            <numerusform>%n 条事实</numerusform>
        </translation>
    </message>
    <message>
        <source>The first %1 of %2 facts.</source>
        <translation>共 %2 条事实，显示前 %1 条。</translation>
    </message>
    <message>
        <source>? → %1 → this</source>
        <translation>？→ %1 → 此实体</translation>
    </message>
    <message>
        <source>this → %1 → ?</source>
        <translation>此实体 → %1 → ？</translation>
    </message>
    <message>
        <source>Name a second entity: the chains of facts between the two are listed, the most telling first.</source>
        <translation>输入第二个实体：列出两者之间的事实链，最有说服力的在前。</translation>
    </message>
    <message>
        <source>No chain of up to three facts leads there.</source>
        <translation>没有三条以内的事实链通向那里。</translation>
    </message>
    <message>
        <source>No chain was found; both have too many facts to try all.</source>
        <translation>未找到事实链；两者的事实太多，无法全部尝试。</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>没有找到结果。</translation>
    </message>
    <message>
        <source>%1 (known)</source>
        <translation>%1（已知）</translation>
    </message>
</context>
<context>
    <name>assay::GraphPage</name>
    <message>
        <source>The project has no graph yet. Import triples on the Data page; the graph can be walked through here at once, and asked when a model has been trained.</source>
        <translation>项目中还没有图谱。请在“数据”页导入三元组；导入后可立即在此浏览，训练出模型后还可提问。</translation>
    </message>
    <message>
        <source>Reading the graph…</source>
        <translation>正在读取图谱…</translation>
    </message>
    <message>
        <source>Reading the graph</source>
        <translation>读取图谱</translation>
    </message>
    <message>
        <source>The graph cannot be read: %1</source>
        <translation>无法读取图谱：%1</translation>
    </message>
    <message>
        <source>%1 entities · %2 facts</source>
        <translation>%1 个实体 · %2 条事实</translation>
    </message>
    <message>
        <source>The canvas is full: clear it to go on.</source>
        <translation>画布已满：请清空后继续。</translation>
    </message>
    <message numerus="yes">
        <source>%n more fact(s) of %1: expand it again.</source>
        <translation>
            <numerusform>%1 还有 %n 条事实：再次展开可显示。</numerusform>
        </translation>
    </message>
    <message>
        <source>All neighbours of %1 are here.</source>
        <translation>%1 的邻居已全部显示。</translation>
    </message>
    <message>
        <source>There is no trained model yet. Train one first.</source>
        <translation>还没有训练好的模型，请先训练一个。</translation>
    </message>
    <message>
        <source>Asking the model…</source>
        <translation>正在询问模型…</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图谱</translation>
    </message>
    <message>
        <source>Entities whose vectors point the same way lie together</source>
        <translation>向量方向相近的实体聚在一起</translation>
    </message>
    <message>
        <source>Search for an entity</source>
        <translation>搜索实体</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Predict</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Similar entities</source>
        <translation>相似实体</translation>
    </message>
    <message>
        <source>Chains to another entity</source>
        <translation>到另一实体的事实链</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>分布图</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Clear the canvas</source>
        <translation>清空画布</translation>
    </message>
    <message>
        <source>Go to Data</source>
        <translation>转到数据页</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Find facts in the text</source>
        <translation>在文本中查找事实</translation>
    </message>
    <message>
        <source>Tick the selected proposals</source>
        <translation>勾选所选建议</translation>
    </message>
    <message>
        <source>Turn the selected proposals round</source>
        <translation>交换所选建议的头尾</translation>
    </message>
    <message>
        <source>Reject the selected proposals</source>
        <translation>拒绝所选建议</translation>
    </message>
    <message>
        <source>Accept the ticked facts</source>
        <translation>接受已勾选的事实</translation>
    </message>
    <message>
        <source>Reading the text</source>
        <translation>读取文本</translation>
    </message>
    <message>
        <source>The text could not be read: %1</source>
        <translation>无法读取文本：%1</translation>
    </message>
    <message>
        <source>There is no trained model yet: choose the relations yourself.</source>
        <translation>还没有训练好的模型：请自行选择关系。</translation>
    </message>
    <message>
        <source>Accepting facts</source>
        <translation>接受事实</translation>
    </message>
    <message>
        <source>The facts were not accepted: %1</source>
        <translation>未能接受事实：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n fact(s) accepted into %1; the next run learns them.</source>
        <translation>
            <numerusform>%n 条事实已写入 %1；下次训练将学习它们。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a text reader</source>
        <translation>选择文本阅读器</translation>
    </message>
    <message>
        <source>%1 is a project of the task “%2”; a text reader has the task “text”.</source>
        <translation>%1 是任务“%2”的项目；文本阅读器的任务是“text”。</translation>
    </message>
    <message>
        <source>The text reader in %1 has not been trained yet.</source>
        <translation>%1 中的文本阅读器还没有训练。</translation>
    </message>
    <message>
        <source>Project of a trained text reader</source>
        <translation>训练好的文本阅读器项目</translation>
    </message>
    <message>
        <source>The text reader failed: %1</source>
        <translation>文本阅读器失败：%1</translation>
    </message>
</context>
<context>
    <name>assay::GraphSearchBox</name>
    <message>
        <source>Search for an entity</source>
        <translation>搜索实体</translation>
    </message>
</context>
<context>
    <name>assay::GraphView</name>
    <message>
        <source>Graph</source>
        <translation>图谱</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>assay::ImageCanvas</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考图</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
</context>
<context>
    <name>assay::ImageLoader</name>
    <message>
        <source>There is not enough memory to show %1.</source>
        <translation>内存不足，无法显示 %1。</translation>
    </message>
</context>
<context>
    <name>assay::ImportDialog</name>
    <message>
        <source>Copy the files into the project</source>
        <translation>把文件复制到项目中</translation>
    </message>
    <message>
        <source>Leave out what cannot be used</source>
        <translation>略过无法使用的内容</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Folder or label file</source>
        <translation>文件夹或标签文件</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Pictures without labels</source>
        <translation>没有标签的图片</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>For items to which the source gives no split of its own</source>
        <translation>用于来源未自带划分的项</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Otherwise the project refers to them where they are</source>
        <translation>否则项目直接引用原位置的文件</translation>
    </message>
    <message>
        <source>Pictures that cannot be read and labels without a place; otherwise one of them stops the import</source>
        <translation>指无法读取的图片和没有位置的标注；否则遇到一个就会中止导入</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) and folder(s)</source>
        <translation>
            <numerusform>%n 个文件和文件夹</numerusform>
        </translation>
    </message>
    <message>
        <source>All pictures in the folder and below it; you draw the labels.</source>
        <translation>文件夹及其子文件夹中的所有图片；标签由您来画。</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>导入文件夹</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>assay::LabelCurveDialog</name>
    <message>
        <source>Recall over labelled images, %</source>
        <translation>召回率随已标注图像数的变化，%</translation>
    </message>
    <message>
        <source>Labels and recall</source>
        <translation>标注与召回率</translation>
    </message>
    <message>
        <source>A point for each evaluated run, at its stored threshold; the thin lines are the ends of exact 95 % intervals. The curve assumes that misses follow a power of the number of labels.</source>
        <translation>每个评估过的运行一个点，取其保存的阈值；细线是精确 95 % 区间的两端。曲线假设漏检率随标注数量按幂律变化。</translation>
    </message>
    <message>
        <source>&amp;Recall wanted</source>
        <translation>期望召回率(&amp;R)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>labelled training images</source>
        <translation>已标注的训练图像</translation>
    </message>
    <message>
        <source>recall, %</source>
        <translation>召回率，%</translation>
    </message>
    <message>
        <source>No run was evaluated yet</source>
        <translation>尚未评估任何运行</translation>
    </message>
    <message>
        <source>lower end, 95 %</source>
        <translation>下端，95 %</translation>
    </message>
    <message>
        <source>upper end, 95 %</source>
        <translation>上端，95 %</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>as the curve goes on</source>
        <translation>曲线的延伸</translation>
    </message>
</context>
<context>
    <name>assay::LabelPage</name>
    <message>
        <source>Open a project to label its pictures.</source>
        <translation>请先打开项目，再标注其中的图片。</translation>
    </message>
    <message>
        <source>This project has no pictures: there is nothing to draw.</source>
        <translation>此项目没有图像，没有可标注的内容。</translation>
    </message>
    <message>
        <source>Here you draw boxes around what the detector shall find. Import pictures on the Data page first.</source>
        <translation>在这里把检测器要找的目标框出来。请先在“数据”页导入图片。</translation>
    </message>
    <message>
        <source>That picture is not in the project any more.</source>
        <translation>该图片已不在项目中。</translation>
    </message>
    <message>
        <source>This is the last picture.</source>
        <translation>这是最后一张图片。</translation>
    </message>
    <message>
        <source>This is the first picture.</source>
        <translation>这是第一张图片。</translation>
    </message>
    <message>
        <source>No other picture is unlabelled.</source>
        <translation>没有其他未标注的图片了。</translation>
    </message>
    <message>
        <source>%1 · %2 of %3</source>
        <translation>%1 · %2 / %3</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>%n 个框</numerusform>
        </translation>
    </message>
    <message>
        <source>16 bit, range adjusted</source>
        <translation>16 位，已调整显示范围</translation>
    </message>
    <message numerus="yes">
        <source>%n prediction(s): Enter accepts, Backspace rejects</source>
        <translation>
            <numerusform>%n 个预测：回车接受，退格拒绝</numerusform>
        </translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>上一张图片</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一张图片</translation>
    </message>
    <message>
        <source>Next unlabelled picture</source>
        <translation>下一张未标注图片</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Ask the model</source>
        <translation>询问模型</translation>
    </message>
    <message>
        <source>Ask the model on every picture</source>
        <translation>每张图片都询问模型</translation>
    </message>
    <message>
        <source>Accept the prediction</source>
        <translation>接受预测</translation>
    </message>
    <message>
        <source>Accept all predictions</source>
        <translation>接受所有预测</translation>
    </message>
    <message>
        <source>Reject the prediction</source>
        <translation>拒绝预测</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <source>Mark as labelled and go on</source>
        <translation>标记为已标注并继续</translation>
    </message>
    <message>
        <source>Copy boxes from the previous picture</source>
        <translation>从上一张图片复制框</translation>
    </message>
    <message>
        <source>Add a class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Rename the class</source>
        <translation>重命名类别</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Draw boxes</source>
        <translation>画框</translation>
    </message>
    <message>
        <source>Insert a box in the middle</source>
        <translation>在中央插入一个框</translation>
    </message>
    <message>
        <source>Delete the box</source>
        <translation>删除框</translation>
    </message>
    <message>
        <source>Zoom to fit</source>
        <translation>缩放到适合窗口</translation>
    </message>
    <message>
        <source>Zoom to 100 %</source>
        <translation>缩放到 100 %</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Side by side with the reference</source>
        <translation>与参考图并排</translation>
    </message>
    <message>
        <source>Swipe over the reference</source>
        <translation>与参考图滑动对比</translation>
    </message>
    <message>
        <source>Blink with the reference</source>
        <translation>与参考图闪烁对比</translation>
    </message>
    <message>
        <source>Class: %1</source>
        <translation>类别：%1</translation>
    </message>
    <message>
        <source>Ask the model (M)</source>
        <translation>询问模型 (M)</translation>
    </message>
    <message>
        <source>There is no trained model to ask yet</source>
        <translation>还没有可以询问的模型</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>无缺陷</translation>
    </message>
    <message>
        <source>Mark as clean</source>
        <translation>标记为无缺陷</translation>
    </message>
    <message>
        <source>Mark as labelled</source>
        <translation>标记为已标注</translation>
    </message>
    <message>
        <source>%1 (L). Labelled means that every defect has its box; without boxes the picture is clean.</source>
        <translation>%1 (L)。已标注表示每个缺陷都有框；没有框则表示图片无缺陷。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>x %1  y %2 · %3</source>
        <translation>x %1  y %2 · %3</translation>
    </message>
    <message>
        <source>The change was not saved. %1</source>
        <translation>改动未保存。%1</translation>
    </message>
    <message>
        <source>Name the class of this box, then press Enter.</source>
        <translation>输入此框的类别，然后按回车。</translation>
    </message>
    <message>
        <source>Renaming %1 to %2</source>
        <translation>正在把 %1 重命名为 %2</translation>
    </message>
    <message>
        <source>The class was not renamed. %1</source>
        <translation>未能重命名类别。%1</translation>
    </message>
    <message numerus="yes">
        <source>%n box(es) copied from the previous picture.</source>
        <translation>
            <numerusform>已从上一张图片复制 %n 个框。</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no trained model to ask yet: train one on the Train page.</source>
        <translation>还没有可以询问的模型：请先在“训练”页训练一个。</translation>
    </message>
    <message>
        <source>Asking the model…</source>
        <translation>正在询问模型…</translation>
    </message>
    <message>
        <source>The model did not answer. %1</source>
        <translation>模型没有回答。%1</translation>
    </message>
    <message>
        <source>The model finds nothing in this picture.</source>
        <translation>模型在这张图片中没有发现任何目标。</translation>
    </message>
    <message>
        <source>The model agrees with the labels.</source>
        <translation>模型的结果与标签一致。</translation>
    </message>
    <message>
        <source>The model says “%1”, which is not a class of this project: press a digit to choose one.</source>
        <translation>模型给出的“%1”不是本项目的类别：请按数字键选择一个。</translation>
    </message>
    <message>
        <source>Labels cannot be changed: %1.</source>
        <translation>无法修改标注：%1。</translation>
    </message>
    <message>
        <source>All pictures</source>
        <translation>全部图片</translation>
    </message>
    <message>
        <source>Go through all pictures again, not only the suggested ones (Ctrl+Shift+A)</source>
        <translation>重新浏览全部图片，而不只是建议的 (Ctrl+Shift+A)</translation>
    </message>
    <message>
        <source>The picture is unlike the clean ones (%1 %), though no place of it stands out.</source>
        <translation>该图片与干净图片不同（%1 %），但没有突出的位置。</translation>
    </message>
    <message numerus="yes">
        <source>The model finds nothing, but %n place(s) should be looked at: a digit gives one its class, Backspace rejects</source>
        <translation>
            <numerusform>模型没有发现缺陷，但有 %n 处值得查看：按数字键给出类别，退格拒绝</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::LearningCurveChart</name>
    <message>
        <source>epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
</context>
<context>
    <name>assay::LiveChart</name>
    <message>
        <source>No values yet</source>
        <translation>还没有数值</translation>
    </message>
</context>
<context>
    <name>assay::MainWindow</name>
    <message numerus="yes">
        <source>CPU · %n threads</source>
        <translation>
            <numerusform>CPU · %n 线程</numerusform>
        </translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>The project could not be opened. %1</source>
        <translation>无法打开项目。%1</translation>
    </message>
    <message>
        <source>Opened for reading only: %1</source>
        <translation>以只读方式打开：%1</translation>
    </message>
    <message>
        <source>%1 (read-only) — %2</source>
        <translation>%1（只读）— %2</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <translation>%1 — %2</translation>
    </message>
    <message>
        <source>There is no page called “%1”. The pages are: %2.</source>
        <translation>没有名为“%1”的页面。可用页面：%2。</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Create sample project…</source>
        <translation>创建示例项目…</translation>
    </message>
    <message>
        <source>Export bundle…</source>
        <translation>导出项目包…</translation>
    </message>
    <message>
        <source>Close project</source>
        <translation>关闭项目</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>搜索一切</translation>
    </message>
    <message>
        <source>Show inspector</source>
        <translation>显示检查器</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Images go into a project. Create or open one, then drop them again.</source>
        <translation>图像需要放进项目里。请先新建或打开一个项目，再拖入一次。</translation>
    </message>
    <message>
        <source>Run %1 is done.</source>
        <translation>运行 %1 已完成。</translation>
    </message>
    <message>
        <source>Evaluate it</source>
        <translation>去评估</translation>
    </message>
    <message>
        <source>Run %1 failed: %2</source>
        <translation>运行 %1 失败：%2</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>The process of run %1 is gone. It can go on from its last checkpoint.</source>
        <translation>运行 %1 的进程已消失。可以从最近的检查点继续。</translation>
    </message>
    <message>
        <source>Export bundle</source>
        <translation>导出项目包</translation>
    </message>
    <message>
        <source>Assay bundle (*.assay)</source>
        <translation>Assay 项目包 (*.assay)</translation>
    </message>
    <message>
        <source>Exporting bundle</source>
        <translation>正在导出项目包</translation>
    </message>
    <message>
        <source>The bundle is in %1.</source>
        <translation>项目包已保存到 %1。</translation>
    </message>
    <message>
        <source>Open bundle…</source>
        <translation>打开项目包…</translation>
    </message>
    <message>
        <source>Opening bundle</source>
        <translation>正在打开项目包</translation>
    </message>
    <message>
        <source>About Assay</source>
        <translation>关于 Assay</translation>
    </message>
</context>
<context>
    <name>assay::MessageBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>assay::NewProjectDialog</name>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>boards</source>
        <translation>电路板</translation>
    </message>
    <message>
        <source>open, short, spur: can be added later</source>
        <translation>断路、短路、毛刺：以后也可以添加</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>&amp;Classes</source>
        <translation>类别(&amp;C)</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Where the project&apos;s folder is made</source>
        <translation>选择项目文件夹的位置</translation>
    </message>
    <message>
        <source>No plugin was found, so there is no task to choose. Check the installation with `assay doctor`.</source>
        <translation>没有找到插件，因此没有可选的任务。请用 `assay doctor` 检查安装。</translation>
    </message>
    <message>
        <source>Give the project a name.</source>
        <translation>请给项目起个名字。</translation>
    </message>
    <message>
        <source>The name becomes a folder, so it cannot contain “/”.</source>
        <translation>名称会成为文件夹名，因此不能包含“/”。</translation>
    </message>
    <message>
        <source>There is a project in this folder already.</source>
        <translation>此文件夹中已有项目。</translation>
    </message>
    <message>
        <source>This folder cannot be written.</source>
        <translation>此文件夹不可写入。</translation>
    </message>
    <message>
        <source>Creates %1</source>
        <translation>将创建 %1</translation>
    </message>
</context>
<context>
    <name>assay::OptionEditor</name>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a file (%1)</source>
        <translation>选择文件（%1）</translation>
    </message>
</context>
<context>
    <name>assay::OptionForm</name>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>Search options</source>
        <translation>搜索选项</translation>
    </message>
    <message>
        <source>No option is called that.</source>
        <translation>没有这样的选项。</translation>
    </message>
    <message>
        <source>Enter a number.</source>
        <translation>请输入数字。</translation>
    </message>
</context>
<context>
    <name>assay::OptionRow</name>
    <message>
        <source>Allowed: %1</source>
        <translation>允许范围：%1</translation>
    </message>
    <message>
        <source>Default: %1</source>
        <translation>默认值：%1</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>恢复为 %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>至多 %1</translation>
    </message>
</context>
<context>
    <name>assay::OptionSection</name>
    <message>
        <source>Hide advanced options</source>
        <translation>隐藏高级选项</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>再显示 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::PlanDialog</name>
    <message>
        <source>One ring through all ranks</source>
        <translation>所有进程连成一个环</translation>
    </message>
    <message>
        <source>Within each host, then a ring between them</source>
        <translation>先在主机内求和，再在主机间成环</translation>
    </message>
    <message>
        <source>Within each host, then trees between them</source>
        <translation>先在主机内求和，再在主机间成树</translation>
    </message>
    <message>
        <source>Plan for many hosts</source>
        <translation>规划多台主机</translation>
    </message>
    <message>
        <source>Fit to measurements…</source>
        <translation>按测量值拟合…</translation>
    </message>
    <message>
        <source>A file of measured all-reduces, one JSON object a line: algorithm, hosts, ranks_per_host, bytes, seconds</source>
        <translation>全规约测量值文件，每行一个 JSON 对象：algorithm、hosts、ranks_per_host、bytes、seconds</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>32 bits</source>
        <translation>32 位</translation>
    </message>
    <message>
        <source>16 bits</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>one for each rank</source>
        <translation>每个进程一块</translation>
    </message>
    <message>
        <source>µs</source>
        <translation>微秒</translation>
    </message>
    <message>
        <source>GB/s</source>
        <translation>GB/秒</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Computation of a step</source>
        <translation>每步计算时间</translation>
    </message>
    <message>
        <source>Gradients travel in</source>
        <translation>梯度传输格式</translation>
    </message>
    <message>
        <source>Hosts, up to</source>
        <translation>主机数上限</translation>
    </message>
    <message>
        <source>Ranks on each host</source>
        <translation>每台主机的进程数</translation>
    </message>
    <message>
        <source>Network cards of a host</source>
        <translation>每台主机的网卡数</translation>
    </message>
    <message>
        <source>Start of a message inside</source>
        <translation>主机内启动延迟</translation>
    </message>
    <message>
        <source>Speed inside a host</source>
        <translation>主机内速度</translation>
    </message>
    <message>
        <source>Start between hosts</source>
        <translation>主机间启动延迟</translation>
    </message>
    <message>
        <source>Speed of a network card</source>
        <translation>网卡速度</translation>
    </message>
    <message>
        <source>hosts</source>
        <translation>主机数</translation>
    </message>
    <message>
        <source>Measured all-reduces</source>
        <translation>全规约测量值</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl *.json);;All files (*)</source>
        <translation>JSON 行文件 (*.jsonl *.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Fitted to %1 measurements; on %2 others it is wrong by %3 % in the median.</source>
        <translation>已按 %1 个测量值拟合；对另外 %2 个的误差中位数为 %3 %。</translation>
    </message>
    <message>
        <source>Share of a step that waits for communication, % (simulated)</source>
        <translation>每步中等待通信的比例，%（模拟）</translation>
    </message>
    <message>
        <source>share, %</source>
        <translation>比例，%</translation>
    </message>
    <message>
        <source>Simulated, %1 ranks: best is &quot;%2&quot; with gradients in parcels of %3 MiB; %4 % of a step waits for communication; starting messages takes %5 ms of it or of what is hidden.</source>
        <translation>模拟，%1 个进程：最佳方式为“%2”，梯度按 %3 MiB 分包；每步时间的 %4 % 用于等待通信；启动消息共需 %5 毫秒（含被计算掩盖的部分）。</translation>
    </message>
</context>
<context>
    <name>assay::PrecisionRecallChart</name>
    <message>
        <source>recall: share of true boxes that are found</source>
        <translation>召回率：真实框中被检出的比例</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>The model found nothing, or there is nothing to find</source>
        <translation>模型没有检出任何目标，或者没有可检出的目标</translation>
    </message>
    <message>
        <source>Arrow keys move the threshold</source>
        <translation>用方向键移动阈值</translation>
    </message>
    <message>
        <source>threshold %1</source>
        <translation>阈值 %1</translation>
    </message>
</context>
<context>
    <name>assay::PredictionService</name>
    <message>
        <source>There is no trained model yet. Train one first.</source>
        <translation>还没有训练好的模型。请先训练一个。</translation>
    </message>
    <message>
        <source>The prediction service could not be started: %1</source>
        <translation>无法启动预测服务：%1</translation>
    </message>
    <message>
        <source>The prediction service ended: %1</source>
        <translation>预测服务已结束：%1</translation>
    </message>
    <message>
        <source>The connection to the prediction service was lost.</source>
        <translation>与预测服务的连接已断开。</translation>
    </message>
</context>
<context>
    <name>assay::ProblemList</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>assay::ProjectChecker</name>
    <message>
        <source>Checking the project</source>
        <translation>正在检查项目</translation>
    </message>
</context>
<context>
    <name>assay::ProjectSession</name>
    <message>
        <source>its folder cannot be written</source>
        <translation>项目文件夹无法写入</translation>
    </message>
    <message>
        <source>another program is editing this project (%1)</source>
        <translation>另一个程序正在编辑这个项目（%1）</translation>
    </message>
</context>
<context>
    <name>assay::ProjectStarter</name>
    <message>
        <source>The project could not be created. %1</source>
        <translation>无法创建项目。%1</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Creating sample project</source>
        <translation>正在创建示例项目</translation>
    </message>
    <message>
        <source>Open bundle</source>
        <translation>打开项目包</translation>
    </message>
    <message>
        <source>Assay bundle (*.assay)</source>
        <translation>Assay 项目包 (*.assay)</translation>
    </message>
</context>
<context>
    <name>assay::ProposalTable</name>
    <message>
        <source>Double click, or F2, to choose another relation</source>
        <translation>双击或按 F2 选择其他关系</translation>
    </message>
    <message>
        <source>choose…</source>
        <translation>请选择…</translation>
    </message>
    <message numerus="yes">
        <source>%1 (and %n more)</source>
        <translation>
            <numerusform>%1（另有 %n 句）</numerusform>
        </translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头实体</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Tail</source>
        <translation>尾实体</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>%1 (new)</source>
        <translation>%1（新）</translation>
    </message>
</context>
<context>
    <name>assay::QueryBox</name>
    <message>
        <source>Filter: class:short status:unlabelled -split:test</source>
        <translation>筛选：class:short status:unlabelled -split:test</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
</context>
<context>
    <name>assay::QuickLook</name>
    <message>
        <source>%1 · %2 × %3 px · %4 of %5 · arrows go on, Enter opens, Space closes</source>
        <translation>%1 · %2 × %3 像素 · %4 / %5 · 方向键切换，回车打开，空格关闭</translation>
    </message>
</context>
<context>
    <name>assay::RankPanel</name>
    <message>
        <source>Ranks</source>
        <translation>并行进程</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>It has said nothing for %1 s</source>
        <translation>已有 %1 秒没有消息</translation>
    </message>
    <message>
        <source>Share of the time of its last steps in which it waits for the others: %1</source>
        <translation>最近各步中等待其他进程所占的时间：%1</translation>
    </message>
    <message>
        <source>Items/s</source>
        <translation>条/秒</translation>
    </message>
</context>
<context>
    <name>assay::ReportPanel</name>
    <message>
        <source>Close the report</source>
        <translation>关闭报告</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n 个问题</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::RunCommands</name>
    <message>
        <source>Preparing the run</source>
        <translation>正在准备运行</translation>
    </message>
    <message>
        <source>Resuming run %1</source>
        <translation>正在继续运行 %1</translation>
    </message>
    <message>
        <source>Run %1 is being evaluated already.</source>
        <translation>运行 %1 正在评估中。</translation>
    </message>
    <message>
        <source>Evaluating run %1</source>
        <translation>正在评估运行 %1</translation>
    </message>
    <message>
        <source>Looking for runs on other machines</source>
        <translation>正在查找其他机器上的运行</translation>
    </message>
    <message>
        <source>Looking for what to label next</source>
        <translation>正在寻找接下来要标注的图像</translation>
    </message>
</context>
<context>
    <name>assay::RunHistory</name>
    <message>
        <source>Checkpoint at step %1</source>
        <translation>第 %1 步的检查点</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Training goes on from step %1</source>
        <translation>从第 %1 步继续训练</translation>
    </message>
    <message>
        <source>Training begins</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>%1, %2 ranks</source>
        <translation>%1，%2 个进程</translation>
    </message>
    <message>
        <source>%1; starts again</source>
        <translation>%1；从头再来</translation>
    </message>
    <message>
        <source>%1; goes on from checkpoint %2</source>
        <translation>%1；从检查点 %2 继续</translation>
    </message>
</context>
<context>
    <name>assay::RunInspector</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前向</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>反向</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Where the time goes</source>
        <translation>时间花在哪里</translation>
    </message>
    <message>
        <source>No run selected</source>
        <translation>未选择运行</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Select runs in the table to compare them.</source>
        <translation>在表格中选择运行即可比较。</translation>
    </message>
    <message>
        <source>%1 % · %2 left</source>
        <translation>%1 % · 剩余 %2</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Options that differ</source>
        <translation>不同的选项</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Option</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>The selected runs have the same options</source>
        <translation>所选运行的选项相同</translation>
    </message>
    <message>
        <source>This run has written no log yet.</source>
        <translation>此运行还没有写日志。</translation>
    </message>
    <message>
        <source>Communication</source>
        <translation>通信</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>经过</translation>
    </message>
</context>
<context>
    <name>assay::RunTimeline</name>
    <message>
        <source>Course of the run</source>
        <translation>运行经过</translation>
    </message>
    <message>
        <source>After %1: %2</source>
        <translation>%1后：%2</translation>
    </message>
    <message>
        <source>1 checkpoint</source>
        <translation>1 个检查点</translation>
    </message>
    <message>
        <source>%1 checkpoints</source>
        <translation>%1 个检查点</translation>
    </message>
    <message>
        <source>1 restart</source>
        <translation>1 次重启</translation>
    </message>
    <message>
        <source>%1 restarts</source>
        <translation>%1 次重启</translation>
    </message>
    <message>
        <source>1 warning</source>
        <translation>1 条警告</translation>
    </message>
    <message>
        <source>%1 warnings</source>
        <translation>%1 条警告</translation>
    </message>
    <message>
        <source>1 notice</source>
        <translation>1 条通知</translation>
    </message>
    <message>
        <source>%1 notices</source>
        <translation>%1 条通知</translation>
    </message>
    <message>
        <source>Nothing to report</source>
        <translation>无可报告</translation>
    </message>
</context>
<context>
    <name>assay::RunsModel</name>
    <message>
        <source>%1, %2 %</source>
        <translation>%1，%2 %</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>Best %1</source>
        <translation>最佳 %1</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Process is gone</source>
        <translation>进程已消失</translation>
    </message>
</context>
<context>
    <name>assay::RunsPage</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>No runs yet. A run learns from your labels; it appears here when you start it on the Train page.</source>
        <translation>还没有运行。运行就是从标签中学习的一次训练；在“训练”页启动后会显示在这里。</translation>
    </message>
    <message>
        <source>Go to Train</source>
        <translation>前往“训练”</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Log axis</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>Along</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Metrics on held-out labels</source>
        <translation>留出标签上的指标</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Items per second</source>
        <translation>每秒样本数</translation>
    </message>
    <message>
        <source>Memory, MB</source>
        <translation>内存，MB</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Ctrl+click a second run to compare</source>
        <translation>按住 Ctrl 单击另一次运行即可比较</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Stop and keep checkpoint</source>
        <translation>停止并保留检查点</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Clone to Train</source>
        <translation>复制设置到“训练”</translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation>编辑备注</translation>
    </message>
    <message>
        <source>Export values as CSV…</source>
        <translation>导出数值为 CSV…</translation>
    </message>
    <message>
        <source>Export charts as PNG…</source>
        <translation>导出图表为 PNG…</translation>
    </message>
    <message>
        <source>Delete run…</source>
        <translation>删除运行…</translation>
    </message>
    <message>
        <source>Run %1 writes a checkpoint and stops.</source>
        <translation>运行 %1 将写入检查点后停止。</translation>
    </message>
    <message>
        <source>Run %1 goes on.</source>
        <translation>运行 %1 已继续。</translation>
    </message>
    <message>
        <source>Delete runs</source>
        <translation>删除运行</translation>
    </message>
    <message>
        <source>Deleting runs</source>
        <translation>正在删除运行</translation>
    </message>
    <message>
        <source>Export values</source>
        <translation>导出数值</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Exporting values</source>
        <translation>正在导出数值</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>已保存 %1。</translation>
    </message>
    <message>
        <source>Export charts</source>
        <translation>导出图表</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>%1 runs overlaid</source>
        <translation>叠加 %1 次运行</translation>
    </message>
    <message>
        <source>Delete run %1 with all its checkpoints and results? This cannot be undone.</source>
        <translation>删除运行 %1 及其所有检查点和结果？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete %1 runs with all their checkpoints and results? This cannot be undone.</source>
        <translation>删除 %1 次运行及其所有检查点和结果？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>已删除。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Exporting charts</source>
        <translation>正在导出图表</translation>
    </message>
</context>
<context>
    <name>assay::SampleDialog</name>
    <message>
        <source>Create sample project</source>
        <translation>创建示例项目</translation>
    </message>
    <message>
        <source>Circuit boards with defects</source>
        <translation>带缺陷的电路板</translation>
    </message>
    <message>
        <source>Table of measurements</source>
        <translation>测量数据表</translation>
    </message>
    <message>
        <source>&amp;Sample</source>
        <translation>示例(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Count</source>
        <translation>数量(&amp;C)</translation>
    </message>
    <message>
        <source>Random s&amp;eed</source>
        <translation>随机种子(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Drawn circuit boards in pairs, a good one and one with defects of six kinds, all labelled.</source>
        <translation>成对绘制的电路板：一张完好，一张带有六类缺陷，全部已标注。</translation>
    </message>
    <message>
        <source>Rows of numbers with a value to predict: a small example without images.</source>
        <translation>若干行数字和一个待预测的值：不含图像的小例子。</translation>
    </message>
    <message>
        <source> pairs</source>
        <translation> 对</translation>
    </message>
    <message>
        <source> rows</source>
        <translation> 行</translation>
    </message>
    <message>
        <source>This folder is not empty. Choose another.</source>
        <translation>此文件夹不是空的，请另选一个。</translation>
    </message>
    <message>
        <source>Factory as a knowledge graph</source>
        <translation>工厂知识图谱</translation>
    </message>
    <message>
        <source>Service reports with marked names</source>
        <translation>标注了名称的维修报告</translation>
    </message>
    <message>
        <source>Machines, parts, faults and their causes with names in Chinese and English, rules to be learnt, and service reports.</source>
        <translation>机器、零件、故障及其原因，带中英文名称；含可学习的规则和维修报告。</translation>
    </message>
    <message>
        <source> machines</source>
        <translation> 台机器</translation>
    </message>
    <message>
        <source>Sentences in Chinese and English in which machines, parts and faults are marked, and how they are related: for a text reader.</source>
        <translation>中英文句子，标注了机器、零件和故障以及它们之间的关系：供文本阅读器学习。</translation>
    </message>
    <message>
        <source> sentences</source>
        <translation> 个句子</translation>
    </message>
</context>
<context>
    <name>assay::ShortcutDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>按名称或按键搜索</translation>
    </message>
</context>
<context>
    <name>assay::SplitDialog</name>
    <message>
        <source>Train with only</source>
        <translation>训练时只用</translation>
    </message>
    <message>
        <source>Also deal anew what an import or a person has split</source>
        <translation>连导入时或人工设定的划分也重新分配</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Items are dealt by chance but repeatably: the same seed gives the same split.</source>
        <translation>随机分配但可重复：相同的种子得到相同的划分。</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>With none, training holds a part of its own labels back to judge itself</source>
        <translation>若没有验证集，训练会留出一部分自己的标签来评判自己</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>项</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>labelled items, withhold the other labels</source>
        <translation>个已标注项，其余标签不参与训练</translation>
    </message>
    <message>
        <source>The labels of all others in the training part are withheld, not deleted</source>
        <translation>训练部分中其余项的标签只是保留不用，并未删除</translation>
    </message>
    <message>
        <source>about %1 train · %2 valid · %3 test</source>
        <translation>约 训练 %1 · 验证 %2 · 测试 %3</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Of clean images only</source>
        <translation>干净图像仅取</translation>
    </message>
    <message>
        <source>Keep neighbours together:</source>
        <translation>相邻图像归在一起：</translation>
    </message>
    <message>
        <source>So many images by the number in their names, whatever their folder, stay in one part: frames of one scene would vouch for each other</source>
        <translation>按名称中的编号，每这么多张图像（无论所在文件夹）归入同一部分：同一场景的画面会互相印证</translation>
    </message>
    <message>
        <source>Clean images are those that somebody looked at and left without a label; the count above is of the others then</source>
        <translation>干净图像是指有人看过且未加标签的图像；此时上面的数量只计其余图像</translation>
    </message>
    <message>
        <source>items with a label, withhold the other labels</source>
        <translation>个带标签的项，其余标签不参与训练</translation>
    </message>
    <message>
        <source>are known to be clean</source>
        <translation>张已知为干净</translation>
    </message>
    <message>
        <source>images by number</source>
        <translation>张（按编号）</translation>
    </message>
</context>
<context>
    <name>assay::StatusStrip</name>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Every edit is on disk the moment it is made.</source>
        <translation>每次改动都会立即写入磁盘。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1: stopped</source>
        <translation>%1：已停止</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Stop and keep the checkpoint</source>
        <translation>停止并保留检查点</translation>
    </message>
    <message>
        <source>run %1 · starting</source>
        <translation>运行 %1 · 正在启动</translation>
    </message>
    <message>
        <source>run %1 · %2</source>
        <translation>运行 %1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::SuggestionBar</name>
    <message>
        <source>Label them</source>
        <translation>开始标注</translation>
    </message>
    <message>
        <source>Show all images again</source>
        <translation>重新显示全部图像</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) to label next, as run %1 suggests (%2); %3 of them have no label yet.</source>
        <translation>
            <numerusform>运行 %1 建议接下来标注这 %n 张图像（%2）；其中 %3 张还没有标注。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) that run %1 suggested (%2): all are labelled. Train again.</source>
        <translation>
            <numerusform>运行 %1 建议的 %n 张图像（%2）都已标注。请再次训练。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::TargetsPage</name>
    <message>
        <source>Hosts over ssh</source>
        <translation>ssh 主机</translation>
    </message>
    <message>
        <source>Slurm</source>
        <translation>Slurm</translation>
    </message>
    <message>
        <source>Add hosts over ssh</source>
        <translation>添加 ssh 主机</translation>
    </message>
    <message>
        <source>Add a Slurm cluster</source>
        <translation>添加 Slurm 集群</translation>
    </message>
    <message>
        <source>Remove the target</source>
        <translation>移除此目标</translation>
    </message>
    <message>
        <source>Test the target</source>
        <translation>测试此目标</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>one a line, as your ssh knows them</source>
        <translation>每行一个，按您的 ssh 所用的名称</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点数</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>the cluster&apos;s default</source>
        <translation>集群默认</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>您自己的</translation>
    </message>
    <message>
        <source>Longest time</source>
        <translation>最长时间</translation>
    </message>
    <message>
        <source>as 08:00:00; the partition&apos;s default</source>
        <translation>如 08:00:00；默认按分区</translation>
    </message>
    <message>
        <source>Generic resources</source>
        <translation>通用资源</translation>
    </message>
    <message>
        <source>as gpu:4</source>
        <translation>如 gpu:4</translation>
    </message>
    <message>
        <source>Ranks on each host</source>
        <translation>每台主机的进程数</translation>
    </message>
    <message>
        <source>one on each GPU</source>
        <translation>每个 GPU 一个</translation>
    </message>
    <message>
        <source>Work folder</source>
        <translation>工作文件夹</translation>
    </message>
    <message>
        <source>Program there</source>
        <translation>那里的程序</translation>
    </message>
    <message>
        <source>Address of the first host</source>
        <translation>首台主机的地址</translation>
    </message>
    <message>
        <source>as the others reach it; by its name</source>
        <translation>其他主机访问它所用的地址；默认用名称</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>NAME=value, one a line</source>
        <translation>名称=值，每行一个</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Ready?</source>
        <translation>可以训练吗？</translation>
    </message>
    <message>
        <source>%1, of this project&apos;s project.yaml</source>
        <translation>%1，来自本项目的 project.yaml</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>正在询问 %1…</translation>
    </message>
    <message>
        <source>Testing target %1</source>
        <translation>正在测试目标 %1</translation>
    </message>
    <message>
        <source>A run could not start there:</source>
        <translation>无法在那里启动训练：</translation>
    </message>
    <message>
        <source>Ready: a run can start there.</source>
        <translation>就绪：可以在那里启动训练。</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Remove the target %1? Runs that were started there go on.</source>
        <translation>移除目标 %1？已在那里启动的运行会继续。</translation>
    </message>
    <message>
        <source>Plan for many hosts…</source>
        <translation>规划多台主机…</translation>
    </message>
    <message>
        <source>Run %1, as measured</source>
        <translation>运行 %1（实测）</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>Add a Kubernetes cluster</source>
        <translation>添加 Kubernetes 集群</translation>
    </message>
    <message>
        <source>Train on other machines: hosts that your ssh reaches, a cluster with Slurm, or one with Kubernetes. Add one on the left; its fields are those of `targets` in project.yaml.</source>
        <translation>在其他机器上训练：您的 ssh 能连接的主机、使用 Slurm 的集群，或 Kubernetes 集群。请在左侧添加；各字段与 project.yaml 中的 `targets` 相同。</translation>
    </message>
    <message>
        <source>Container image</source>
        <translation>容器镜像</translation>
    </message>
    <message>
        <source>with Assay in it</source>
        <translation>其中含有 Assay</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>命名空间</translation>
    </message>
    <message>
        <source>that of your kubectl</source>
        <translation>按您的 kubectl</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>GPUs of each pod</source>
        <translation>每个 Pod 的 GPU 数</translation>
    </message>
    <message>
        <source>Volume claim</source>
        <translation>存储卷声明</translation>
    </message>
    <message>
        <source>keeps checkpoints when a pod is replaced</source>
        <translation>Pod 被替换时保留检查点</translation>
    </message>
</context>
<context>
    <name>assay::TaskRunner</name>
    <message>
        <source>Stopped on request.</source>
        <translation>已按要求停止。</translation>
    </message>
</context>
<context>
    <name>assay::TopBar</name>
    <message>
        <source>Project menu</source>
        <translation>项目菜单</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>No project</source>
        <translation>未打开项目</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>%1 labelled of %2</source>
        <translation>已标注 %1 / %2</translation>
    </message>
    <message>
        <source>A dataset version is frozen when you train.</source>
        <translation>训练时会冻结一个数据集版本。</translation>
    </message>
    <message>
        <source>Newest dataset version: %1</source>
        <translation>最新数据集版本：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::TrainDataPanel</name>
    <message>
        <source>Labels to learn from</source>
        <translation>可供学习的标签</translation>
    </message>
    <message>
        <source>Starting freezes the present labels as the first dataset version.</source>
        <translation>启动训练会把当前标签冻结为第一个数据集版本。</translation>
    </message>
    <message>
        <source>Starting freezes the present labels. The last version was %1.</source>
        <translation>启动训练会冻结当前标签。上一个版本是 %1。</translation>
    </message>
    <message>
        <source>No split</source>
        <translation>未划分</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>项</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <source>This project has no classes.</source>
        <translation>此项目没有类别。</translation>
    </message>
    <message>
        <source>Boxes in labelled items that are not kept for testing.</source>
        <translation>已标注且不用于测试的项中的框数。</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>assay::TrainPage</name>
    <message>
        <source>What</source>
        <translation>用什么</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>在哪里</translation>
    </message>
    <message>
        <source>How</source>
        <translation>怎样训练</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Reset all options</source>
        <translation>重置所有选项</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>The project is open for reading only.</source>
        <translation>项目以只读方式打开。</translation>
    </message>
    <message numerus="yes">
        <source>%n epochs</source>
        <translation>
            <numerusform>%n 轮</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n 步</numerusform>
        </translation>
    </message>
    <message>
        <source>Runs until you stop it: no limit is set.</source>
        <translation>没有设置上限：一直运行到您停止为止。</translation>
    </message>
    <message>
        <source>Takes %1, then evaluation</source>
        <translation>用时 %1，随后评估</translation>
    </message>
    <message numerus="yes">
        <source>Takes %1 (%n trainings of %2 each), then evaluation</source>
        <translation>
            <numerusform>用时 %1（%n 次训练，每次 %2），随后评估</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The last of %n trainings, each with these limits</source>
        <translation>
            <numerusform>%n 次训练中的最后一次，每次都受这些上限约束</numerusform>
        </translation>
    </message>
    <message>
        <source>Ends after %1, whichever comes first</source>
        <translation>%1 后结束，以先到者为准</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>The options of run %1 are in the form.</source>
        <translation>运行 %1 的选项已填入表单。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
</context>
<context>
    <name>assay::TrainTargetPanel</name>
    <message>
        <source>Precision: %1</source>
        <translation>精度：%1</translation>
    </message>
    <message>
        <source>Precision: BF16, measured %1 times as fast as FP32 here</source>
        <translation>精度：BF16，实测速度是 FP32 的 %1 倍</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Measuring what it can do…</source>
        <translation>正在测量其性能…</translation>
    </message>
    <message>
        <source>It could not be measured: %1</source>
        <translation>无法测量：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n threads</source>
        <translation>
            <numerusform>%n 线程</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 memory</source>
        <translation>%1 内存</translation>
    </message>
    <message>
        <source>Precision: %1 (BF16 measured at %2 times the speed of FP32)</source>
        <translation>精度：%1（实测 BF16 速度为 FP32 的 %2 倍）</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>训练目标</translation>
    </message>
    <message numerus="yes">
        <source>%n hosts over ssh</source>
        <translation>
            <numerusform>%n 台 ssh 主机</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nodes of a Slurm cluster</source>
        <translation>
            <numerusform>Slurm 集群的 %n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>One rank on each GPU</source>
        <translation>每个 GPU 一个进程</translation>
    </message>
    <message numerus="yes">
        <source>%n ranks on each</source>
        <translation>
            <numerusform>每台 %n 个进程</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pods of a Kubernetes cluster</source>
        <translation>
            <numerusform>Kubernetes 集群的 %n 个 Pod</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::VersionsDialog</name>
    <message>
        <source>Dataset versions</source>
        <translation>数据集版本</translation>
    </message>
    <message>
        <source>A version is a frozen list of items, labels and splits. Training makes one by itself, so every run keeps the data it saw.</source>
        <translation>版本是冻结的数据项、标签和划分清单。训练会自动生成版本，因此每次运行都保留它所见的数据。</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>冻结时间</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>项</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Freeze the present state</source>
        <translation>冻结当前状态</translation>
    </message>
    <message>
        <source>There is no version yet.</source>
        <translation>还没有版本。</translation>
    </message>
    <message>
        <source>Freezing a version</source>
        <translation>正在冻结版本</translation>
    </message>
    <message>
        <source>No version was made. %1</source>
        <translation>未能生成版本。%1</translation>
    </message>
    <message>
        <source>This is the first version.</source>
        <translation>这是第一个版本。</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Comparing versions</source>
        <translation>正在比较版本</translation>
    </message>
    <message>
        <source>Against the version before: %1.</source>
        <translation>与上一版本相比：%1。</translation>
    </message>
    <message>
        <source>The versions cannot be compared. %1</source>
        <translation>无法比较版本。%1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>assay::WelcomePage</name>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>Label a small dataset, train a model on it, and see whether you can trust the result.</source>
        <translation>标注一个小数据集，用它训练模型，看看结果是否值得信赖。</translation>
    </message>
    <message>
        <source>You can also drop a project folder on this window.</source>
        <translation>也可以把项目文件夹拖到此窗口。</translation>
    </message>
    <message>
        <source>Projects that you open appear here. The sample is a good first one: it trains in minutes.</source>
        <translation>打开过的项目会显示在这里。示例项目很适合入门：几分钟就能训练完。</translation>
    </message>
</context>
</TS>
